/** `stele tx prepare`: a transaction out of a file of calls, tried by the node, read here, and written down for signing. */

import { rejection } from '@stele/base';
import { checkComplete } from '@stele/sdk';

import { personOf } from '../assets/person.ts';
import { sessionOf } from '../assets/session.ts';
import { summaryJson, summaryLines } from '../assets/show-summary.ts';
import { prepareCurl } from '../assets/transact.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createNew } from '../files/create-new.ts';
import { textFileAt } from '../files/text-file.ts';
import { draftText } from './draft-file.ts';
import { planIn } from './calls-file.ts';

const HOUR_MS = 3_600_000;

export async function prepareTransaction(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const [path = ''] = given.operands;
  const content = await textFileAt(path);
  const session = await sessionOf(invocation);
  const { principal } = await personOf(invocation, session);
  const plan = { ...planIn(path, content, principal), validForMs: HOUR_MS };
  if (given.flag('curl')) {
    printLine(world, prepareCurl(invocation, plan));
    return exitCodes.done;
  }
  const draft = await session.ledger.prepare(plan);
  const summary = await session.assets.summary(draft);
  const { wouldFail } = draft.prepared;
  if (wouldFail !== undefined) throw rejection(wouldFail.code, wouldFail.detail);
  checkComplete(summary);
  const written = given.value('output') ?? `${path}.draft`;
  await createNew(written, draftText(session.ledger.chain, { body: draft.body, signatures: [] }));
  if (given.flag('json')) {
    printJson(world, { ...summaryJson(invocation, summary), path: written });
    return exitCodes.done;
  }
  for (const line of summaryLines(invocation, summary)) world.err.write(`${line}\n`);
  world.err.write(`${text('tx.signNext', { path: written })}\n`);
  printLine(world, written);
  return exitCodes.done;
}
