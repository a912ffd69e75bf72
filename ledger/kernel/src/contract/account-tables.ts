/**
 * The two tables that the kernel reads to know who may act and who pays (spec/contracts.md, "accounts"). The contract `accounts`
 * owns and writes them; of the quotas the kernel writes what is left after a charge.
 */

import { account, bool, principal, tuple, type TypeOf, uint } from './schema/schema.ts';
import { table } from './table.ts';

export const ACCOUNTS_CONTRACT = 'accounts';

const accountRow = tuple(
  { authority: principal(), administrator: bool(), openedAtHeight: uint() },
  1,
);
export type AccountRow = TypeOf<typeof accountRow>;

/** account → `[1, authority, administrator, openedAtHeight]` */
export const accountsTable = table('accounts', { account: account() }, accountRow);

/** account → units left; absent: no limit */
export const quotasTable = table('quotas', { account: account() }, uint());
