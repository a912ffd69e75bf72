/** `stele asset verify`: a live proof from a file, without server and network. */

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readBounded } from '../files/read-bounded.ts';
import { absenceOf } from '../files/reason.ts';
import { trouble } from '../trouble.ts';
import { fingerprintsOf, trustedChains } from '../verify/trusted.ts';
import { outputVerdict, verdictJson, verdictLines } from './live-verdict.ts';

/** More than any proof: two paths through the largest log, and charters. */
const bytesMax = 4_194_304;

const exitCodeOf = {
  valid: exitCodes.done,
  invalid: exitCodes.refused,
  incomplete: exitCodes.untrusted,
} as const;

export async function verifyAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const [path = ''] = given.operands;
  const chains = trustedChains(given, world, text);
  const proof = await readBounded(path, bytesMax);
  if (proof === undefined) throw trouble('FILE_UNREADABLE', { path, reason: absenceOf(path) });
  const verdict = outputVerdict(proof, fingerprintsOf(chains));
  const { output, ...rest } = verdict;
  if (rest.row !== undefined && output === undefined) {
    throw trouble('PROOF_NOT_OF_OUTPUT', { path });
  }
  if (given.flag('json')) printJson(world, { output: output ?? null, ...verdictJson(rest) });
  else for (const line of verdictLines(invocation, rest)) printLine(world, line);
  return exitCodeOf[rest.verdict];
}
