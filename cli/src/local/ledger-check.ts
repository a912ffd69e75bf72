/** The run of `stele ledger check`: the check is the node's; here it is watched and reported. */

import { checkFolder } from '@stele/node';

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { dataFolderOf } from '../settings/data-folder.ts';
import { printable } from '../terminal/printable.ts';
import { progressOn } from '../terminal/progress.ts';
import { countText } from '../terminal/quantities.ts';
import { padTo, widthOf } from '../terminal/width.ts';
import type { TextKey } from '../text/text.ts';

type Report = Awaited<ReturnType<typeof checkFolder>>;
type Damage = NonNullable<Report['damage']>;

export async function checkLedger(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const folder = dataFolderOf(given, world);
  const report = await watched(folder, invocation);
  const { damage, ...rest } = report;
  if (given.flag('json')) printJson(world, { folder, ...rest, damage: damage ?? null });
  else for (const line of linesOf(report, invocation)) printLine(world, line);
  return damage === undefined ? exitCodes.done : exitCodes.refused;
}

async function watched(folder: string, { world, text }: Invocation): Promise<Report> {
  const progress = progressOn(
    world.err,
    (done, total) => `${countText(done)} / ${countText(total)}`,
  );
  try {
    return await checkFolder(folder, {
      onProgress: ({ entries, entriesExpected }) => {
        progress.show(text('ledgerCheck.checking'), entries, entriesExpected);
      },
    });
  } finally {
    progress.clear();
  }
}

function linesOf(report: Report, invocation: Invocation): readonly string[] {
  const { text } = invocation;
  const verdict =
    report.damage === undefined ? whole(report, invocation) : damaged(report.damage, invocation);
  const intact = report.damage !== undefined && report.entries > 0;
  return [
    ...verdict,
    ...(intact ? [text('ledgerCheck.intact', { entries: countText(report.entries) })] : []),
    ...report.notes.map((note) => text('ledgerCheck.note', { note })),
  ];
}

function whole({ chain = '', entries }: Report, { text, style }: Invocation): readonly string[] {
  const found = { fingerprint: chain, entries: countText(entries) };
  return [`${style.good('✓')} ${text('ledgerCheck.whole', found)}`];
}

/** What is known of the first damaged record, one fact a line. */
function damaged(damage: Damage, { text, style }: Invocation): readonly string[] {
  const { file, offset, height, index, transaction, what } = damage;
  const facts: readonly (readonly [TextKey, string | number | undefined])[] = [
    ['ledgerCheck.file', file],
    ['ledgerCheck.offset', offset],
    ['ledgerCheck.block', height],
    ['ledgerCheck.entry', index],
    ['ledgerCheck.transaction', transaction],
  ];
  const columns = Math.max(...facts.map(([key]) => widthOf(text(key))));
  const known = facts.flatMap(([key, value]) =>
    value === undefined ? [] : [`  ${padTo(text(key), columns)}  ${printable(String(value))}`],
  );
  return [`${style.bad('✗')} ${text('ledgerCheck.damaged', { what })}`, ...known];
}
