/** The run of `stele ledger check`: the check is the node's; here it is watched and reported. */

import { checkFolder } from '@stele/node';

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { dataFolderOf } from '../settings/data-folder.ts';
import { programName } from '../settings/program-name.ts';
import { printable } from '../terminal/printable.ts';
import { inCounts, progressOn } from '../terminal/progress.ts';
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
  const progress = progressOn(world.err, inCounts);
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
    ...unknownRules(report, invocation),
    ...report.notes.map((note) => text('ledgerCheck.note', { note })),
  ];
}

function whole({ chain = '', entries }: Report, { text, style }: Invocation): readonly string[] {
  const found = { fingerprint: chain, entries: countText(entries) };
  return [`${style.good('✓')} ${text('ledgerCheck.whole', found)}`];
}

/** What a start would say, and nothing else, of a chain that only a newer version goes on with. */
function unknownRules({ unknownRules: rules }: Report, { text }: Invocation): readonly string[] {
  if (rules === null) return [];
  return [text('error.RULES_UNKNOWN', { rules }), text('action.RULES_UNKNOWN')];
}

/** What is known of the first damaged record, one fact a line. */
function damaged(damage: Damage, invocation: Invocation): readonly string[] {
  const { text, style } = invocation;
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
  const verdict = `${style.bad('✗')} ${text('ledgerCheck.damaged', { what })}`;
  return [verdict, ...known, advice(damage, invocation)];
}

/** What the next start makes again once it is missing (spec/disk.md, the table). */
const DERIVED = /^(?:tree\/.*|log\/.*\.offsets)$/;
/** Removed as a whole: its files know of each other. */
const STATE = /^state(?:\/|$)/;

function advice({ file }: Damage, { text, world }: Invocation): string {
  if (STATE.test(file)) return text('ledgerCheck.derived', { file: 'state' });
  if (DERIVED.test(file)) return text('ledgerCheck.derived', { file: printable(file) });
  return text('ledgerCheck.restore', { program: programName(world) });
}
