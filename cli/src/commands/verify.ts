/** `stele verify`: what a receipt proves, offline. The rules are spec/receipt.md; here they are only asked and shown. */

import { type Command, dataOption, type Invocation, printJson } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const verify: Command = {
  name: 'verify',
  operands: { label: 'FILE|RECEIPT', min: 1, max: 1 },
  options: [
    { name: 'receipt', value: 'R', help: 'verify.receipt' },
    { name: 'trust', value: 'FP|any', repeatable: true, help: 'verify.trust' },
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
  const { judge } = await import('../verify/judge.ts');
  const { progressOn } = await import('../terminal/progress.ts');
  const trusted = trustedChains(given, world, text);
  const input = await readGiven(given.operands[0] ?? '', given.value('receipt'));
  const digests = await digestsFor(input, progressOn(world.err));
  const judgement = judge(input.receipt, digests, trusted);
  if (given.flag('json')) {
    const { verdict, trustedBy } = judgement;
    const { file = null, receiptPath } = input;
    printJson(world, { ...verdict, trustedBy: trustedBy ?? null, file, receipt: receiptPath });
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
