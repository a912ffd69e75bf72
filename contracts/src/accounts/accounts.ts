/**
 * The contract `accounts` (spec/contracts.md): who a customer is to the ledger. An account's id never changes; the keys that speak
 * for it do. The kernel reads both tables to know who has signed and who pays (kernel/contract, account-tables.ts).
 */

import { equal } from '@stele/base';
import {
  account,
  ACCOUNTS_CONTRACT,
  type AccountRow,
  accountsTable,
  bool,
  type CallContext,
  defineContract,
  deleteRow,
  getRow,
  hasRow,
  optional,
  principal,
  putRow,
  quotasTable,
  refuse,
  uint,
} from '@stele/kernel/contract';
import { encode, type Principal, principalToCbor } from '@stele/protocol';

export const accounts = defineContract({
  name: ACCOUNTS_CONTRACT,
  codes: [
    'NOT_AUTHORISED',
    'ACCOUNT_EXISTS',
    'ACCOUNT_UNKNOWN',
    'AUTHORITY_FORBIDDEN',
    'AUTHORITY_NOT_ACTING',
    'QUOTA_ABSENT',
    'QUOTA_TOO_LARGE',
  ],
  tables: [accountsTable, quotasTable],
  methods: {
    open: {
      args: {
        account: account(),
        authority: principal(),
        quota: optional(uint()),
        administrator: bool(),
      },
      summary: {
        en: 'Open account {account} with the authority {authority}, quota {quota}, administrator: {administrator}',
        'zh-CN': '开立账户 {account}，授权为 {authority}，配额 {quota}，管理员：{administrator}',
      },
      run(context, { account: id, authority, quota, administrator }) {
        if (!context.setup) requireAdministrator(context);
        if (hasRow(context, accountsTable, id)) {
          refuse('ACCOUNT_EXISTS', 'the account is open already');
        }
        requireKeys(authority);
        const openedAtHeight = context.height;
        putRow(context, accountsTable, id, { authority, administrator, openedAtHeight });
        writeQuota(context, id, quota);
      },
    },

    'set-keys': {
      args: { account: account(), authority: principal() },
      summary: {
        en: 'Let {authority} speak for account {account} from now on',
        'zh-CN': '自此由 {authority} 代表账户 {account}',
      },
      run(context, { account: id, authority }) {
        const row = requireAccount(context, id);
        if (!context.actors.some((actor) => isAccount(actor, id))) {
          refuse('NOT_AUTHORISED', 'only the account itself changes its keys');
        }
        requireKeys(authority);
        if (context.rules.newAuthorityActs) requireActing(context, authority);
        putRow(context, accountsTable, id, { ...row, authority });
      },
    },

    'set-quota': {
      args: { account: account(), quota: optional(uint()) },
      summary: {
        en: 'Set the units that account {account} has left to {quota}',
        'zh-CN': '将账户 {account} 的剩余配额设为 {quota}',
      },
      run(context, { account: id, quota }) {
        requireAccount(context, id);
        requireAdministrator(context);
        writeQuota(context, id, quota);
      },
    },

    'add-quota': {
      args: { account: account(), units: uint() },
      summary: {
        en: 'Add {units} to the units that account {account} has left',
        'zh-CN': '为账户 {account} 的剩余配额增加 {units}',
      },
      run(context, { account: id, units }) {
        requireAccount(context, id);
        requireAdministrator(context);
        const left =
          getRow(context, quotasTable, id) ??
          refuse('QUOTA_ABSENT', 'no limit plus something is no limit: the account has no quota');
        if (left > Number.MAX_SAFE_INTEGER - units) {
          refuse('QUOTA_TOO_LARGE', 'the sum is beyond 2^53 − 1 units');
        }
        putRow(context, quotasTable, id, left + units);
      },
    },
  },
});

function requireAdministrator(context: CallContext): void {
  const [actor] = context.actors;
  const row = actor?.kind === 'account' ? getRow(context, accountsTable, actor.account) : undefined;
  if (row?.administrator !== true) {
    refuse('NOT_AUTHORISED', 'the first actor is not an administrator account');
  }
}

function requireAccount(context: CallContext, id: Uint8Array): AccountRow {
  return (
    getRow(context, accountsTable, id) ?? refuse('ACCOUNT_UNKNOWN', 'there is no such account')
  );
}

function isAccount(actor: Principal, id: Uint8Array): boolean {
  return actor.kind === 'account' && equal(actor.account, id);
}

/** A key that has never signed may be a slip of the pen: nobody could ever speak for the account again. */
function requireActing({ actors }: CallContext, authority: Principal): void {
  const wanted = encode(principalToCbor(authority));
  if (actors.some((actor) => equal(encode(principalToCbor(actor)), wanted))) return;
  refuse('AUTHORITY_NOT_ACTING', 'who is to speak for the account is no actor of the call');
}

/** Keys only: an authority that named accounts would let resolving go round in circles. */
function requireKeys(authority: Principal): void {
  if (!isOfKeys(authority)) refuse('AUTHORITY_FORBIDDEN', 'an authority is a key or m of keys');
}

function isOfKeys(authority: Principal): boolean {
  return authority.kind === 'threshold'
    ? authority.members.every(isOfKeys)
    : authority.kind === 'key';
}

/** Absent means no limit. */
function writeQuota(context: CallContext, id: Uint8Array, quota: number | null): void {
  if (quota === null) deleteRow(context, quotasTable, id);
  else putRow(context, quotasTable, id, quota);
}
