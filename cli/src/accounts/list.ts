/** `stele account list`: every account that was ever opened, by the log's own events. */

import type { CloudEvent } from '@stele/protocol';

import { numberOption } from '../arguments.ts';
import { firstOf, runReading } from '../assets/reading.ts';
import type { Session } from '../assets/session.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import { accountOf, type AccountView, roleText, unitsText } from './show.ts';

const LIMIT = { min: 1, max: 100_000 };
const limitDefault = 100;
const pageMax = 1_000;
const OPENED = 'stele.accounts.accounts.put';

export async function listAccounts(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const limit = numberOption(given, 'limit', LIMIT) ?? limitDefault;
  return await runReading(invocation, {
    path: () => `events?type=${OPENED}&limit=${String(Math.min(limit, pageMax))}`,
    read: async (session) => {
      const { items, more } = await firstOf(accountsIn(session), limit);
      return { items, more };
    },
    show: ({ items, more }) => {
      printAccounts(invocation, items);
      if (more) world.err.write(`${text('asset.more', { limit })}\n`);
    },
  });
}

/** A row is put again when its keys change, so each account is taken once. */
async function* accountsIn({ ledger: { transport } }: Session): AsyncGenerator<AccountView> {
  const seen = new Set<string>();
  let after = -1;
  for (;;) {
    const page = await transport.events({ after, limit: pageMax, type: OPENED });
    for (const account of page.items.map(accountOfEvent)) {
      const view = seen.has(account) ? undefined : await accountOf(transport, account);
      seen.add(account);
      if (view !== undefined) yield view;
    }
    if (page.next <= after) return;
    after = page.next;
  }
}

function accountOfEvent({ data }: CloudEvent): string {
  return `acc_${data.key}`;
}

function printAccounts(invocation: Invocation, accounts: readonly AccountView[]): void {
  const { world, text } = invocation;
  const columns = [
    { title: text('account.accountLabel') },
    { title: text('account.unitsLabel'), align: 'right' },
    { title: text('account.roleLabel') },
  ] as const;
  const rows = accounts.map((view) => [
    view.account,
    unitsText(invocation, view),
    roleText(invocation, view),
  ]);
  for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
}
