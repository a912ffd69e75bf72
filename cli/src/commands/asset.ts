/** `stele asset …`: what commands read. What they change is in asset-acts.ts. */

import {
  type Command,
  dataOption,
  type OperandSpec,
  type OptionSpec,
  reachingOptions,
} from '../command.ts';

const outputOperand: OperandSpec = { label: 'OUTPUT', min: 1, max: 1 };
const limitOption: OptionSpec = { name: 'limit', value: 'N', help: 'evidence.limit' };

export const assetShow: Command = {
  name: 'asset show',
  operands: { label: 'OUTPUT|CLASS', min: 1, max: 1 },
  options: reachingOptions,
  about: 'assetShow.about',
  calls: ['GET /v1/chains/main/outputs/{output}', 'GET /v1/chains/main/classes/{class}'],
  run: async (invocation) => (await import('../assets/show.ts')).showAsset(invocation),
};

export const assetList: Command = {
  name: 'asset list',
  operands: { label: '[CLASS]', min: 0, max: 1 },
  options: [
    { name: 'of', value: 'PARTY', help: 'assetList.of' },
    { name: 'waiting', help: 'assetList.waiting' },
    limitOption,
    { name: 'key', value: 'FILE', help: 'option.key' },
    { name: 'account', value: 'ACCOUNT', help: 'option.account' },
    ...reachingOptions,
  ],
  about: 'assetList.about',
  calls: [
    'GET /v1/chains/main/classes?limit=&cursor=',
    'GET /v1/chains/main/accounts/{account}/holds?limit=&cursor=',
    'GET /v1/chains/main/accounts/{account}/outputs?class=&limit=&cursor=',
  ],
  run: async (invocation) => (await import('../assets/list.ts')).listAssets(invocation),
};

export const assetTrace: Command = {
  name: 'asset trace',
  operands: outputOperand,
  options: [{ name: 'forward', help: 'assetTrace.forward' }, limitOption, ...reachingOptions],
  about: 'assetTrace.about',
  calls: ['GET /v1/chains/main/outputs/{output}/trace?direction=&limit=&cursor='],
  run: async (invocation) => (await import('../assets/trace.ts')).traceAsset(invocation),
};

export const assetProve: Command = {
  name: 'asset prove',
  operands: outputOperand,
  options: [
    { name: 'at', value: 'HEIGHT', help: 'option.atHeight' },
    { name: 'output', value: 'FILE', help: 'assetProve.output' },
    ...reachingOptions,
  ],
  about: 'assetProve.about',
  calls: ['GET /v1/chains/main/outputs/{output}/proof?at='],
  run: async (invocation) => (await import('../assets/prove.ts')).proveAsset(invocation),
};

export const assetVerify: Command = {
  name: 'asset verify',
  operands: { label: 'FILE', min: 1, max: 1 },
  options: [
    { name: 'trust', value: 'FINGERPRINT', repeatable: true, help: 'verify.trust' },
    dataOption,
  ],
  about: 'assetVerify.about',
  calls: [],
  run: async (invocation) => (await import('../assets/verify.ts')).verifyAsset(invocation),
};

export const assetTemplates: Command = {
  name: 'asset templates',
  operands: { label: '[TEMPLATE]', min: 0, max: 1 },
  options: [],
  about: 'assetTemplates.about',
  calls: [],
  run: async (invocation) => (await import('../assets/templates.ts')).listTemplates(invocation),
};
