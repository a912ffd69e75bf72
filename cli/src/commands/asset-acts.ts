/** `stele asset …`: what commands change. Each is one transaction: built, read, signed, handed in. */

import { type Command, type OptionSpec, signingOptions } from '../command.ts';
import { transactionCalls } from './account.ts';

const toOption: OptionSpec = { name: 'to', value: 'PARTY', help: 'option.to' };
const setOption: OptionSpec = {
  name: 'set',
  value: 'NAME=VALUE',
  repeatable: true,
  help: 'option.set',
};

export const assetDefine: Command = {
  name: 'asset define',
  operands: { label: '[FILE]', min: 0, max: 1 },
  options: [{ name: 'example', value: 'NAME', help: 'assetDefine.example' }, ...signingOptions],
  about: 'assetDefine.about',
  calls: transactionCalls('assets', 'define'),
  run: async (invocation) => (await import('../assets/define.ts')).defineClass(invocation),
};

export const assetIssue: Command = {
  name: 'asset issue',
  operands: { label: 'CLASS AMOUNT', min: 2, max: 2 },
  options: [
    toOption,
    {
      name: 'attribute',
      value: 'NAME=VALUE',
      repeatable: true,
      help: 'assetIssue.attribute',
    },
    { name: 'payload', value: 'HEX', help: 'assetIssue.payload' },
    ...signingOptions,
  ],
  about: 'assetIssue.about',
  calls: transactionCalls('assets', 'issue'),
  run: async (invocation) => (await import('../assets/issue.ts')).issueAsset(invocation),
};

export const assetSend: Command = {
  name: 'asset send',
  operands: { label: 'CLASS|OUTPUT [AMOUNT…]', min: 1, max: 256 },
  options: [toOption, { name: 'slot', value: 'HEX', help: 'assetSend.slot' }, ...signingOptions],
  about: 'assetSend.about',
  calls: transactionCalls('assets', 'pay|transfer'),
  run: async (invocation) => (await import('../assets/send.ts')).sendAsset(invocation),
};

export const assetHold: Command = {
  name: 'asset hold',
  operands: { label: 'OUTPUT [AMOUNT…]', min: 1, max: 256 },
  options: [
    { name: 'template', value: 'NAME', help: 'assetHold.template' },
    { name: 'to', value: 'PARTY', help: 'assetHold.to' },
    { name: 'until', value: 'TIME', help: 'assetHold.until' },
    setOption,
    ...signingOptions,
  ],
  about: 'assetHold.about',
  calls: transactionCalls('assets', 'transfer'),
  run: async (invocation) => (await import('../assets/hold.ts')).holdAsset(invocation),
};

export const assetExit: Command = {
  name: 'asset exit',
  operands: { label: 'OUTPUT EXIT', min: 2, max: 2 },
  options: [{ name: 'preimage', value: 'HEX', help: 'assetExit.preimage' }, ...signingOptions],
  about: 'assetExit.about',
  calls: transactionCalls('assets', 'transfer'),
  run: async (invocation) => (await import('../assets/exit.ts')).takeExit(invocation),
};

export const assetRedeem: Command = {
  name: 'asset redeem',
  operands: { label: 'OUTPUT…', min: 1, max: 256 },
  options: [{ name: 'amount', value: 'AMOUNT', help: 'assetRedeem.amount' }, ...signingOptions],
  about: 'assetRedeem.about',
  calls: transactionCalls('assets', 'redeem'),
  run: async (invocation) => (await import('../assets/redeem.ts')).redeemAsset(invocation),
};

export const assetStep: Command = {
  name: 'asset step',
  operands: { label: 'STEP OUTPUT…', min: 2, max: 257 },
  options: [setOption, ...signingOptions],
  about: 'assetStep.about',
  calls: transactionCalls('assets', 'step'),
  run: async (invocation) => (await import('../assets/step.ts')).takeStep(invocation),
};

const markOptions: readonly OptionSpec[] = [
  { name: 'reference', value: 'HEX', help: 'assetMark.reference' },
  { name: 'authority', help: 'assetMark.authority' },
  { name: 'slot', value: 'HEX', help: 'assetMark.slot' },
  { name: 'of', value: 'PARTY', help: 'assetMark.of' },
  ...signingOptions,
];

export const assetMark: Command = {
  name: 'asset mark',
  operands: { label: 'OUTPUT|CLASS|PARTY', min: 1, max: 1 },
  options: markOptions,
  about: 'assetMark.about',
  calls: transactionCalls('assets', 'mark'),
  run: async (invocation) => (await import('../assets/mark.ts')).markAsset(invocation, 'mark'),
};

export const assetUnmark: Command = {
  name: 'asset unmark',
  operands: { label: 'OUTPUT|CLASS|PARTY', min: 1, max: 1 },
  options: markOptions,
  about: 'assetUnmark.about',
  calls: transactionCalls('assets', 'unmark'),
  run: async (invocation) => (await import('../assets/mark.ts')).markAsset(invocation, 'unmark'),
};

export const assetCertify: Command = {
  name: 'asset certify',
  operands: { label: 'PARTY', min: 1, max: 1 },
  options: [
    { name: 'until', value: 'TIME', help: 'assetCertify.until' },
    { name: 'withdraw', help: 'assetCertify.withdraw' },
    ...signingOptions,
  ],
  about: 'assetCertify.about',
  calls: transactionCalls('assets', 'certify|decertify'),
  run: async (invocation) => (await import('../assets/certify.ts')).certifyParty(invocation),
};
