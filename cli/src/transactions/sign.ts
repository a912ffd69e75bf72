/**
 * `stele tx sign`: signs a transaction that somebody else has made, in a file or waiting at the node. It is shown first, in this program's
 * own words; `--yes` says that it was read.
 */

import { toHex } from '@stele/base';
import { transactionId } from '@stele/protocol';
import { checkComplete, signaturesOf, type Summary } from '@stele/sdk';

import { printOutcome } from '../assets/outcome.ts';
import { personOf } from '../assets/person.ts';
import { chainCallPlace, sessionOf } from '../assets/session.ts';
import { summaryLines } from '../assets/show-summary.ts';
import type { Acting } from '../assets/transact.ts';
import { curlCommand } from '../client/curl.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { replaceFile } from '../files/write-file.ts';
import { trouble } from '../trouble.ts';
import { draftAt, draftText, withSignatures } from './draft-file.ts';

const TRANSACTION_ID = /^[0-9a-f]{64}$/;

export async function signTransaction(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const [what = ''] = given.operands;
  if (given.flag('curl')) {
    const { base, keyPath } = chainCallPlace(invocation);
    printLine(world, curlCommand({ method: 'GET', url: `${base}/inbox/${what}`, keyPath }));
    return exitCodes.done;
  }
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const isWaiting = TRANSACTION_ID.test(what);
  return isWaiting
    ? await signWaiting(invocation, { session, person }, what)
    : await signFile(invocation, { session, person }, what);
}

async function signWaiting(
  invocation: Invocation,
  { session, person }: Acting,
  id: string,
): Promise<ExitCode> {
  const pending = await session.assets.pending(id);
  requireRead(invocation, pending.summary);
  const handed = await session.assets.signPending(pending, [person.signer]);
  printOutcome(invocation, pending.summary, handed);
  return exitCodes.done;
}

/** The signature goes into the file; handing in is `stele tx submit`. */
async function signFile(
  invocation: Invocation,
  { session, person }: Acting,
  path: string,
): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const { chain } = session.ledger;
  const draft = await draftAt(path, chain);
  const summary = await session.assets.summary(draft);
  requireRead(invocation, summary);
  const id = transactionId(chain.suite, chain.fingerprint, draft.body);
  const signed = withSignatures(draft, signaturesOf({ id }, [person.signer]));
  await replaceFile(path, draftText(chain, signed));
  if (given.flag('json')) printJson(world, { id: toHex(id), path, signer: person.text });
  else printLine(world, text('tx.signedFile', { path, signer: person.text }));
  return exitCodes.done;
}

/** Shows it. SUMMARY_INCOMPLETE; SIGNING_UNCONFIRMED until `--yes` says that it was read. */
function requireRead(invocation: Invocation, summary: Summary): void {
  const { arguments: given, world } = invocation;
  if (!given.flag('json')) {
    for (const line of summaryLines(invocation, summary)) world.err.write(`${line}\n`);
  }
  checkComplete(summary);
  if (!given.flag('yes')) throw trouble('SIGNING_UNCONFIRMED', { transaction: summary.id });
}
