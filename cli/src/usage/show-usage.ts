/** `stele usage`: a table per customer, CSV as the server gives it, or whether projection and ledger agree. */

import { fromUtf8, isCoded } from '@stele/base';
import { jsonOf } from '@stele/sdk';

import { customersPath } from '../client/paths.ts';
import { type Service, serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import type { CustomerList } from '../customers/show-customers.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { dayOption, idOption, notBoth } from '../given-values.ts';
import { printable } from '../terminal/printable.ts';
import { countText } from '../terminal/quantities.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import { compareUsage } from './compare-usage.ts';
import { counting } from './counting.ts';
import {
  sumOf,
  usageCall,
  type UsageQuery,
  type UsageRow,
  type UsageSource,
  usageRowsIn,
  type UsageSum,
} from './usage-rows.ts';

export async function showUsage(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  checkOptions(invocation);
  const query: UsageQuery = {
    customer: idOption(given, 'customer', 'customer'),
    from: dayOption(given, 'from'),
    to: dayOption(given, 'to'),
  };
  const service = serviceOf(invocation);
  const source: UsageSource = given.flag('recount') ? 'ledger' : 'projection';
  const form = given.flag('csv') ? 'text/csv' : 'application/json';
  if (given.flag('curl')) {
    const sources = given.flag('compare') ? (['projection', 'ledger'] as const) : [source];
    for (const one of sources) printLine(world, service.curl(usageCall(query, one, form)));
    return exitCodes.done;
  }
  if (given.flag('compare')) return await compareUsage(invocation, service, query);
  const call = usageCall(query, source, form);
  const answer = await (source === 'ledger'
    ? counting(invocation, () => service.ask(call))
    : service.ask(call));
  if (given.flag('csv')) world.out.write(fromUtf8(answer.bytes));
  else if (given.flag('json')) printJson(world, jsonOf(answer));
  else await printRows(invocation, service, usageRowsIn(answer));
  return exitCodes.done;
}

/** OPTIONS_OPPOSED: each of these says what is printed, or counted, in its own way. */
function checkOptions({ arguments: given }: Invocation): void {
  notBoth(given, 'csv', 'json');
  notBoth(given, 'csv', 'compare');
  notBoth(given, 'recount', 'compare');
}

async function printRows(
  invocation: Invocation,
  service: Service,
  rows: readonly UsageRow[],
): Promise<void> {
  const { world, text, style } = invocation;
  if (rows.length === 0) {
    printLine(world, text('usage.empty'));
    return;
  }
  const names = await customerNames(service);
  const byCustomer = Map.groupBy(rows, ({ customer }) => customer);
  for (const [i, [customer, own]] of [...byCustomer].entries()) {
    if (i > 0) printLine(world);
    const title = [names.get(customer), customer].filter((part) => part !== undefined).join('  ');
    printLine(world, style.strong(printable(title)));
    for (const line of usageTable(invocation, own)) printLine(world, `  ${line}`);
  }
  if (byCustomer.size === 1) return;
  printLine(world);
  printLine(world, text('usage.everybody', numbersOf(sumOf(rows))));
}

/** Empty for a customer's own key: it may not list customers, and its owner knows its name. */
async function customerNames(service: Service): Promise<ReadonlyMap<string, string>> {
  try {
    const { items } = (await service.askJson({
      method: 'GET',
      path: customersPath,
    })) as CustomerList;
    return new Map(items.map(({ id, name }) => [id, name]));
  } catch (error) {
    if (isCoded(error, 'SCOPE_MISSING')) return new Map();
    throw error;
  }
}

const indentColumns = 2;

function usageTable({ world, text }: Invocation, rows: readonly UsageRow[]): readonly string[] {
  const sum =
    rows.length === 1 ? [] : [[text('usage.sum'), ...Object.values(numbersOf(sumOf(rows)))]];
  const cells = rows.map((row) => [row.day, ...Object.values(numbersOf(row))]);
  const columns = [
    { title: text('usage.day') },
    { title: text('usage.records'), align: 'right' as const },
    { title: text('usage.refusals'), align: 'right' as const },
    { title: text('usage.units'), align: 'right' as const },
  ];
  return tableLines(columns, [...cells, ...sum], columnsOf(world.out) - indentColumns);
}

function numbersOf({ records, refusals, units }: UsageSum): Readonly<Record<string, string>> {
  return {
    records: countText(records),
    refusals: countText(refusals),
    units: countText(units),
  };
}
