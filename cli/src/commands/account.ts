/** `stele account new-key|open|show|list|balances`: who can own and act on the ledger. */

import {
  type Command,
  noOperands,
  type OperandSpec,
  type OptionSpec,
  reachingOptions,
  signingOptions,
} from '../command.ts';

const limitOption: OptionSpec = { name: 'limit', value: 'N', help: 'evidence.limit' };
const accountOperand: OperandSpec = { label: '[ACCOUNT]', min: 0, max: 1 };
const asking: readonly OptionSpec[] = [
  { name: 'key', value: 'FILE', help: 'option.key' },
  { name: 'account', value: 'ACCOUNT', help: 'option.account' },
  ...reachingOptions,
];

export const accountNewKey: Command = {
  name: 'account new-key',
  operands: { label: 'FILE', min: 1, max: 1 },
  options: [],
  about: 'accountNewKey.about',
  calls: [],
  run: async (invocation) => (await import('../accounts/new-key.ts')).newKey(invocation),
};

export const accountOpen: Command = {
  name: 'account open',
  operands: { label: 'KEYFILE|PRINCIPAL', min: 1, max: 1 },
  options: [
    { name: 'quota', value: 'N', help: 'accountOpen.quota' },
    { name: 'id', value: 'ACCOUNT', help: 'accountOpen.id' },
    { name: 'administrator', help: 'accountOpen.administrator' },
    ...signingOptions,
  ],
  about: 'accountOpen.about',
  calls: transactionCalls('accounts', 'open'),
  run: async (invocation) => (await import('../accounts/open.ts')).openNewAccount(invocation),
};

export const accountShow: Command = {
  name: 'account show',
  operands: accountOperand,
  options: asking,
  about: 'accountShow.about',
  calls: [
    'GET /v1/chains/main/rows/accounts/accounts?key=',
    'GET /v1/chains/main/rows/accounts/quotas?key=',
  ],
  run: async (invocation) => (await import('../accounts/show.ts')).showAccount(invocation),
};

export const accountList: Command = {
  name: 'account list',
  operands: noOperands,
  options: [limitOption, ...reachingOptions],
  about: 'accountList.about',
  calls: ['GET /v1/chains/main/events?type=stele.accounts.accounts.put&limit=&after='],
  run: async (invocation) => (await import('../accounts/list.ts')).listAccounts(invocation),
};

export const accountBalances: Command = {
  name: 'account balances',
  operands: accountOperand,
  options: [{ name: 'at', value: 'HEIGHT', help: 'option.atHeight' }, ...asking],
  about: 'accountBalances.about',
  calls: ['GET /v1/chains/main/accounts/{account}/balances?at='],
  run: async (invocation) => (await import('../accounts/balances.ts')).showBalances(invocation),
};

/** Every command that makes a transaction has it built first, and hands it in signed. */
export function transactionCalls(contract: string, method: string): readonly string[] {
  return [
    `POST /v1/chains/main/transactions/prepare    {calls: [{contract: ${contract}, method: ${method}, …}]}`,
    'POST /v1/chains/main/transactions?collect=true',
  ];
}
