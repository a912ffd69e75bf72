/** `stele customer list` and `show`. */

import { runCall } from '../client/run-call.ts';
import { customersPath } from '../client/paths.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { idIn } from '../given-values.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import { customerLines, type CustomerView, quotaText, stateOf } from './customer-view.ts';

export interface CustomerList {
  readonly items: readonly CustomerView[];
}

export async function listCustomers(invocation: Invocation): Promise<ExitCode> {
  const { world, text } = invocation;
  return await runCall(invocation, { method: 'GET', path: customersPath }, (answer) => {
    const { items } = answer as CustomerList;
    const rows = items.map((customer) => [
      customer.id,
      quotaText(customer, text),
      stateOf(customer, text),
      customer.name,
    ]);
    const columns = [
      { title: text('customer.idLabel') },
      { title: text('customer.leftTitle'), align: 'right' as const },
      { title: text('customer.stateLabel') },
      { title: text('customer.nameLabel') },
    ];
    for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
  });
}

/** The path of the customer that the first operand names. Rejects with ID_MALFORMED. */
export function customerPath({ arguments: given }: Invocation): string {
  return `${customersPath}/${idIn('customer', given.operands[0] ?? '')}`;
}

export async function showCustomer(invocation: Invocation): Promise<ExitCode> {
  const call = { method: 'GET', path: customerPath(invocation) } as const;
  return await runCall(invocation, call, (customer) => {
    printCustomer(invocation, customer as CustomerView);
  });
}

export function printCustomer(invocation: Invocation, customer: CustomerView): void {
  for (const line of customerLines(invocation, customer)) printLine(invocation.world, line);
}
