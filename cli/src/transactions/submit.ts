/** `stele tx submit`: hands in what a draft file holds; what lacks signatures waits at the node for them. */

import { encodeSubmission } from '@stele/protocol';

import { printOutcome } from '../assets/outcome.ts';
import { chainCallPlace, sessionOf } from '../assets/session.ts';
import { curlCommand } from '../client/curl.ts';
import { type Invocation, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { trouble } from '../trouble.ts';
import { draftAt, signedOf } from './draft-file.ts';

export async function submitTransaction(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const [path = ''] = given.operands;
  const session = await sessionOf(invocation);
  const draft = await draftAt(path, session.ledger.chain);
  if (draft.signatures.length === 0) throw trouble('DRAFT_UNSIGNED', { path });
  const signed = signedOf(session.ledger.chain, draft);
  if (given.flag('curl')) {
    const { base, keyPath } = chainCallPlace(invocation);
    const url = `${base}/transactions?collect=true&wait=committed`;
    const body = { mediaType: 'application/cbor', bytes: encodeSubmission(signed.submission) };
    printLine(world, curlCommand({ method: 'POST', url, keyPath, body }));
    return exitCodes.done;
  }
  // Before it is handed in: afterwards its inputs are spent, and nobody can read what they were.
  const summary = await session.assets.summary(draft);
  const handed = await session.ledger.collect(signed, { wait: 'committed' });
  printOutcome(invocation, summary, handed);
  return exitCodes.done;
}
