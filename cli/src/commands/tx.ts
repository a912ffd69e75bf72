/** `stele tx show|prepare|sign|inbox|submit`: transactions as such, and those of several people. */

import { type Command, type OperandSpec, type OptionSpec, reachingOptions } from '../command.ts';

const keyOptions: readonly OptionSpec[] = [
  { name: 'key', value: 'FILE', help: 'option.key' },
  { name: 'account', value: 'ACCOUNT', help: 'option.account' },
  ...reachingOptions,
];
const fileOperand: OperandSpec = { label: 'FILE', min: 1, max: 1 };

export const txShow: Command = {
  name: 'tx show',
  operands: { label: 'ID', min: 1, max: 1 },
  options: reachingOptions,
  about: 'txShow.about',
  calls: ['GET /v1/chains/main/inbox/{id}', 'GET /v1/chains/main/transactions/{id}'],
  run: async (invocation) => (await import('../transactions/show.ts')).showTransaction(invocation),
};

export const txPrepare: Command = {
  name: 'tx prepare',
  operands: fileOperand,
  options: [{ name: 'output', value: 'FILE', help: 'txPrepare.output' }, ...keyOptions],
  about: 'txPrepare.about',
  calls: [
    'POST /v1/chains/main/transactions/prepare    {calls: [{contract, method, args, actors}]}',
  ],
  run: async (invocation) =>
    (await import('../transactions/prepare.ts')).prepareTransaction(invocation),
};

export const txSign: Command = {
  name: 'tx sign',
  operands: { label: 'FILE|ID', min: 1, max: 1 },
  options: [{ name: 'yes', help: 'txSign.yes' }, ...keyOptions],
  about: 'txSign.about',
  calls: [
    'GET  /v1/chains/main/inbox/{id}',
    'POST /v1/chains/main/transactions/{id}/signatures    {signatures}',
  ],
  run: async (invocation) => (await import('../transactions/sign.ts')).signTransaction(invocation),
};

export const txInbox: Command = {
  name: 'tx inbox',
  operands: { label: '[ACCOUNT]', min: 0, max: 1 },
  options: keyOptions,
  about: 'txInbox.about',
  calls: ['GET /v1/chains/main/inbox?account='],
  run: async (invocation) => (await import('../transactions/inbox.ts')).showInbox(invocation),
};

export const txSubmit: Command = {
  name: 'tx submit',
  operands: fileOperand,
  options: reachingOptions,
  about: 'txSubmit.about',
  calls: ['POST /v1/chains/main/transactions?collect=true'],
  run: async (invocation) =>
    (await import('../transactions/submit.ts')).submitTransaction(invocation),
};
