/** `stele verify`: what a receipt proves, offline. The rules are spec/receipt.md; here they are only asked and shown. */

import { type Command, dataOption, type Invocation, printJson } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const verify: Command = {
  name: 'verify',
  operands: { label: 'FILE|RECEIPT|CERTIFICATE', min: 1, max: 1 },
  options: [
    { name: 'receipt', value: 'R', help: 'verify.receipt' },
    { name: 'trust', value: 'FP|any', repeatable: true, help: 'verify.trust' },
    { name: 'tsa', value: 'PEM', repeatable: true, help: 'verify.tsa' },
    dataOption,
  ],
  about: 'verify.about',
  calls: [],
  run: runVerify,
};

async function runVerify(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  // Loaded here, so that help and usage errors come at once.
  const { readGiven, digestsFor } = await import('../verify/given.ts');
  const { trustedChains } = await import('../verify/trusted.ts');
  const { authoritiesOf } = await import('../verify/authorities.ts');
  const { judge, unprovenFacts } = await import('../verify/judge.ts');
  const { progressOn } = await import('../terminal/progress.ts');
  const chains = trustedChains(given, world, text);
  const authorities = await authoritiesOf(given);
  const input = await readGiven(given.operands[0] ?? '', given.value('receipt'));
  const digests = await digestsFor(input, progressOn(world.err));
  const judgement = judge({ receipt: input.receipt, digests }, { chains, authorities });
  if (given.flag('json')) {
    const { verdict, trustedBy } = judgement;
    const { file = null, receiptPath: receipt } = input;
    const doesNotProve = unprovenFacts(verdict);
    printJson(world, { ...verdict, doesNotProve, trustedBy: trustedBy ?? null, file, receipt });
  } else {
    const { printJudgement } = await import('../verify/report.ts');
    printJudgement(invocation, { ...input, ...judgement, digests });
  }
  return exitCodeByVerdict[judgement.verdict.verdict];
}

const exitCodeByVerdict = {
  valid: exitCodes.done,
  invalid: exitCodes.refused,
  incomplete: exitCodes.untrusted,
} as const;
