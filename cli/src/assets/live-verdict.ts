/** What a live proof says of an output, for people: whether it was live after a block, what it was, and what the proof rests on. */

import { outputsTable, outputToText } from '@stele/contracts';
import { rowToJson } from '@stele/kernel/contract';
import { type LiveVerdict, type ProvenRow, verifyLive } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { toHex } from '@stele/base';

import type { Invocation } from '../command.ts';
import { localTime } from '../terminal/local-time.ts';
import { printable } from '../terminal/printable.ts';
import { countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';

/** Rows of other tables can be proven as well; this is about outputs. */
export function outputVerdict(
  proof: Uint8Array,
  trusted: readonly Uint8Array[],
): LiveVerdict & { readonly output: string | undefined } {
  const verdict = verifyLive(proof, { crypto: nodeCrypto, trusted });
  const { row } = verdict;
  const isOutput = row?.contract === 'assets' && row.table === outputsTable.name;
  return { ...verdict, output: isOutput ? outputToText(row.key) : undefined };
}

/** Each step, then what is proven. */
export function verdictLines(
  { text, style }: Invocation,
  { steps, row, verdict }: LiveVerdict,
): readonly string[] {
  const marks = { pass: style.good('✓'), fail: style.bad('✗'), skipped: style.quiet('–') };
  const lines = steps
    .filter(({ code }) => code !== 'NOT_REACHED')
    .map(({ result, name, detail, code }) => {
      const why = result === 'fail' ? `${code ?? ''}: ${detail}` : detail;
      return `${marks[result]} ${name}  ${printable(why)}`;
    });
  return [
    ...lines,
    '',
    text(`verdict.${verdict}`),
    ...(row === undefined ? [] : rowLines(text, row)),
  ];
}

function rowLines(text: Invocation['text'], row: ProvenRow): readonly string[] {
  const time = localTime(Date.parse(row.at));
  const said = { output: outputToText(row.key), height: countText(row.atHeight), time };
  const {
    class: of,
    amount,
    owner,
  } = rowToJson(outputsTable, row.value) as Record<string, unknown>;
  return [
    row.live ? text('assetVerify.live', said) : text('assetVerify.spent', said),
    ...factLines([
      [text('assetVerify.classId'), String(of)],
      [text('assetVerify.units'), String(amount)],
      [text('asset.ownerLabel'), JSON.stringify(owner)],
    ]),
  ];
}

/** For programs: the verdict with what it proves, bytes in hexadecimal. */
export function verdictJson({ row, ...verdict }: LiveVerdict): object {
  if (row === undefined) return verdict;
  const content = rowToJson(outputsTable, row.value);
  return { ...verdict, row: { ...row, key: toHex(row.key), value: toHex(row.value), content } };
}
