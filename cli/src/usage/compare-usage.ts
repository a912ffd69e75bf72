/**
 * `stele usage --compare`: the bill against the record. The projection follows the ledger at a distance, so a difference is looked
 * at again for a while before it is told.
 */

import { setTimeout as delay } from 'node:timers/promises';

import type { Service } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { countText } from '../terminal/quantities.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import { counting } from './counting.ts';
import {
  differences,
  sumOf,
  type UsageDifference,
  type UsageQuery,
  type UsageRow,
  usageRows,
} from './usage-rows.ts';

const looksMax = 4;
const lookAgainMs = 500;

interface Comparison {
  readonly ledger: readonly UsageRow[];
  readonly different: readonly UsageDifference[];
}

export async function compareUsage(
  invocation: Invocation,
  service: Service,
  query: UsageQuery,
): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const { ledger, different } = await counting(invocation, () => compared(service, query));
  const agree = different.length === 0;
  if (given.flag('json')) {
    printJson(world, { agree, rows: ledger.length, ...sumOf(ledger), differences: different });
  } else if (agree) printAgreement(invocation, ledger);
  else printDifferences(invocation, different);
  return agree ? exitCodes.done : exitCodes.refused;
}

async function compared(service: Service, query: UsageQuery): Promise<Comparison> {
  for (let look = 1; ; look++) {
    const ledger = await usageRows(service, query, 'ledger');
    const projection = await usageRows(service, query, 'projection');
    const different = differences(projection, ledger);
    if (different.length === 0 || look === looksMax) return { ledger, different };
    await delay(lookAgainMs);
  }
}

function printAgreement({ world, text }: Invocation, rows: readonly UsageRow[]): void {
  const { records, refusals, units } = sumOf(rows);
  const numbers = { records, refusals, units };
  const shown = Object.fromEntries(
    Object.entries(numbers).map(([name, count]) => [name, countText(count)]),
  );
  printLine(world, text('usage.agree', { count: rows.length, ...shown }));
}

function printDifferences(
  { world, text }: Invocation,
  different: readonly UsageDifference[],
): void {
  printLine(world, text('usage.disagree', { count: different.length }));
  const rows = different.map(({ day, customer, projection, ledger }) => [
    customer,
    day,
    unitsText(projection),
    unitsText(ledger),
  ]);
  const columns = [
    { title: text('usage.customerTitle') },
    { title: text('usage.day') },
    { title: text('usage.projectionTitle'), align: 'right' as const },
    { title: text('usage.ledgerTitle'), align: 'right' as const },
  ];
  for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
  world.err.write(`${text('usage.disagreeNext')}\n`);
}

/** Records, refusals, units: one of them differs, and which one tells what kind of trouble it is. */
function unitsText(row: UsageRow | null): string {
  if (row === null) return '–';
  return [row.records, row.refusals, row.units].map(countText).join('/');
}
