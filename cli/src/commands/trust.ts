/** `stele trust add|list|remove`: which chains' receipts this person accepts. Works alone, without a server. */

import {
  type Command,
  type Invocation,
  noOperands,
  type OperandSpec,
  printJson,
  printLine,
} from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  changeTrustStore,
  isFingerprint,
  readTrustStore,
  type TrustedChain,
  trustStorePath,
} from '../trust/store.ts';
import { trouble } from '../trouble.ts';

const fingerprintOperand: OperandSpec = { label: 'FP', min: 1, max: 1 };

export const trustAdd: Command = {
  name: 'trust add',
  operands: fingerprintOperand,
  options: [],
  about: 'trustAdd.about',
  calls: [],
  async run(invocation: Invocation): Promise<ExitCode> {
    const { world, text } = invocation;
    const fingerprint = fingerprintOf(invocation);
    const path = trustStorePath(world);
    const isNew = (chains: readonly TrustedChain[]): boolean =>
      chains.every((chain) => chain.fingerprint !== fingerprint);
    const before = await changeTrustStore(path, (chains) =>
      isNew(chains) ? [...chains, { fingerprint, addedAt: new Date().toISOString() }] : chains,
    );
    const added = isNew(before);
    if (invocation.arguments.flag('json')) printJson(world, { fingerprint, added, path });
    else {
      printLine(world, text(added ? 'trustAdd.added' : 'trustAdd.known', { fingerprint, path }));
      printLine(world, text('trustAdd.meaning'));
    }
    return exitCodes.done;
  },
};

export const trustList: Command = {
  name: 'trust list',
  operands: noOperands,
  options: [],
  about: 'trustList.about',
  calls: [],
  run({ arguments: given, world, text }: Invocation): Promise<ExitCode> {
    const path = trustStorePath(world);
    const chains = readTrustStore(path);
    if (given.flag('json')) printJson(world, { path, chains });
    else if (chains.length === 0) printLine(world, text('trustList.empty', { path }));
    for (const { fingerprint, addedAt } of given.flag('json') ? [] : chains) {
      printLine(world, world.out.isTerminal ? `${fingerprint}  ${addedAt}` : fingerprint);
    }
    return Promise.resolve(exitCodes.done);
  },
};

export const trustRemove: Command = {
  name: 'trust remove',
  operands: fingerprintOperand,
  options: [],
  about: 'trustRemove.about',
  calls: [],
  async run(invocation: Invocation): Promise<ExitCode> {
    const { world, text } = invocation;
    const fingerprint = fingerprintOf(invocation);
    const path = trustStorePath(world);
    await changeTrustStore(path, (chains) => {
      const kept = chains.filter((chain) => chain.fingerprint !== fingerprint);
      if (kept.length === chains.length) throw trouble('FINGERPRINT_NOT_TRUSTED', { fingerprint });
      return kept;
    });
    if (invocation.arguments.flag('json')) printJson(world, { fingerprint, removed: true, path });
    else printLine(world, text('trustRemove.removed', { fingerprint, path }));
    return exitCodes.done;
  },
};

function fingerprintOf({ arguments: given }: Invocation): string {
  const fingerprint = given.operands[0] ?? '';
  if (!isFingerprint(fingerprint)) throw trouble('FINGERPRINT_MALFORMED', { value: fingerprint });
  return fingerprint;
}
