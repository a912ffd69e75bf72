/** `stele account balances`: what somebody has of each class, now or as of a block. */

import type { BalanceView } from '@stele/protocol';
import { amountToText } from '@stele/sdk';

import { numberOption } from '../arguments.ts';
import { classLabel } from '../assets/class-argument.ts';
import { askedParty } from '../assets/person.ts';
import { runReading } from '../assets/reading.ts';
import type { Session } from '../assets/session.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';

const HEIGHT = { min: 0, max: 999_999_999_999_999 };

export async function showBalances(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const atHeight = numberOption(given, 'at', HEIGHT);
  const party = (session: Session): Promise<string> =>
    askedParty(invocation, session, given.operands[0]);
  const query = atHeight === undefined ? '' : `?at=${String(atHeight)}`;
  return await runReading(invocation, {
    path: async (session) =>
      `accounts/${encodeURIComponent(await party(session))}/balances${query}`,
    read: async (session) => await session.assets.balances(await party(session), atHeight),
    show: ({ items }) => {
      printBalances(invocation, items);
    },
  });
}

function printBalances({ world, text }: Invocation, items: readonly BalanceView[]): void {
  if (items.length === 0) {
    printLine(world, text('asset.nothing'));
    return;
  }
  const columns = [
    { title: text('asset.classLabel') },
    { title: text('asset.amountLabel'), align: 'right' },
    { title: text('account.heldLabel'), align: 'right' },
  ] as const;
  const rows = items.map(({ class: of, amount, held }) => [
    classLabel(of),
    amountToText(BigInt(amount), of.scale),
    amountToText(BigInt(held), of.scale),
  ]);
  for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
}
