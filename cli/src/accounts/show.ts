/** `stele account show`: who speaks for an account, and how much it may still do. */

import { type AccountRow, accountsTable, decodeRow, quotasTable } from '@stele/kernel/contract';
import { type LedgerApi, principalToText } from '@stele/protocol';
import { toHex } from '@stele/base';

import { accountIn, askedParty } from '../assets/person.ts';
import { runReading } from '../assets/reading.ts';
import type { Session } from '../assets/session.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';
import { trouble } from '../trouble.ts';

export interface AccountView {
  /** `acc_…`. */
  readonly account: string;
  readonly authority: string;
  readonly administrator: boolean;
  /** Null: no limit. */
  readonly unitsLeft: number | null;
  readonly openedAtHeight: number;
}

export async function showAccount(invocation: Invocation): Promise<ExitCode> {
  const { text, world } = invocation;
  const [asked] = invocation.arguments.operands;
  const account = (session: Session): Promise<string> => askedParty(invocation, session, asked);
  return await runReading(invocation, {
    path: async (session) => {
      const key = toHex(accountIn(await account(session)).account);
      return `rows/accounts/accounts?key=${key}`;
    },
    read: async (session) => {
      const id = await account(session);
      const view = await accountOf(session.ledger.transport, id);
      if (view === undefined) throw trouble('ACCOUNT_ABSENT', { account: id });
      return view;
    },
    show: (view) => {
      const facts: readonly (readonly [string, string])[] = [
        [text('account.accountLabel'), view.account],
        [text('account.authorityLabel'), view.authority],
        [text('account.roleLabel'), roleText(invocation, view)],
        [text('account.unitsLabel'), unitsText(invocation, view)],
        [text('account.openedLabel'), countText(view.openedAtHeight)],
      ];
      for (const line of factLines(facts)) printLine(world, line);
    },
  });
}

/** The account's rows; undefined when it was never opened. */
export async function accountOf(
  transport: LedgerApi,
  account: string,
): Promise<AccountView | undefined> {
  const key = accountIn(account).account;
  const row = await transport.row({ contract: 'accounts', table: accountsTable.name, key });
  if (row === null) return undefined;
  const quota = await transport.row({ contract: 'accounts', table: quotasTable.name, key });
  const read: AccountRow = decodeRow(accountsTable, row.value);
  return {
    account,
    authority: principalToText(read.authority),
    administrator: read.administrator,
    unitsLeft: quota === null ? null : decodeRow(quotasTable, quota.value),
    openedAtHeight: read.openedAtHeight,
  };
}

export function roleText({ text }: Invocation, { administrator }: AccountView): string {
  return text(administrator ? 'account.administrator' : 'account.ordinary');
}

export function unitsText({ text }: Invocation, { unitsLeft }: AccountView): string {
  return unitsLeft === null ? text('customer.noLimit') : countText(unitsLeft);
}
