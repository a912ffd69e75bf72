/**
 * From a plan to the ledger: the node builds it and tries it, this program reads what came back in its own words, and only then it is
 * signed. What lacks the signatures of others waits at the node for them.
 */

import { rejection, utf8 } from '@stele/base';
import { principalToText } from '@stele/protocol';
import {
  checkComplete,
  OTHERS_SIGN_WITHIN_MS,
  type RequestedPlan,
  sign,
  type Summary,
} from '@stele/sdk';

import { curlCommand } from '../client/curl.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printOutcome } from './outcome.ts';
import type { Person } from './person.ts';
import { chainCallPlace, type Session } from './session.ts';
import { trouble } from '../trouble.ts';
import { summaryJson, summaryLines, wordsOf } from './show-summary.ts';

const untilCommitted = { wait: 'committed', timeoutMs: 30_000 } as const;

export interface Acting {
  readonly session: Session;
  readonly person: Person;
}

/** PREPARED_DIFFERS, SUMMARY_INCOMPLETE, RECEIVER_UNOPENED, and the code of what the ledger would refuse, or refuses. */
export async function transact(
  invocation: Invocation,
  { session, person }: Acting,
  plan: RequestedPlan,
): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const timed = hasOthers(plan) ? { ...plan, validForMs: OTHERS_SIGN_WITHIN_MS } : plan;
  if (given.flag('curl')) {
    printLine(world, prepareCurl(invocation, timed));
    return exitCodes.done;
  }
  const draft = await session.ledger.prepare(timed);
  const summary = await session.assets.summary(draft);
  const { wouldFail } = draft.prepared;
  if (wouldFail !== undefined) throw rejection(wouldFail.code, wouldFail.detail);
  checkComplete(summary);
  if (given.flag('dry-run')) {
    if (given.flag('json')) printJson(world, summaryJson(invocation, summary));
    else for (const line of summaryLines(invocation, summary)) printLine(world, line);
    return exitCodes.done;
  }
  requireSure(invocation, summary);
  const signed = sign(draft, [person.signer]);
  const handed = await session.ledger.collect(signed, untilCommitted);
  printOutcome(invocation, summary, handed);
  return exitCodes.done;
}

/** RECEIVER_UNOPENED, unless the flag says that it is meant so. */
function requireSure({ arguments: given, language }: Invocation, { warnings }: Summary): void {
  const [first] = warnings;
  if (first === undefined || given.flag('unopened')) return;
  throw trouble('RECEIVER_UNOPENED', { warning: wordsOf(first, language) });
}

/** Whether a call has actors beside the one who signs here. */
function hasOthers({ calls }: RequestedPlan): boolean {
  return calls.some(({ call }) => call.actors.length > 1);
}

/** The call that builds the same transaction; what it answers is to be signed and handed in. */
export function prepareCurl(invocation: Invocation, { calls, validForMs }: RequestedPlan): string {
  const { base, keyPath } = chainCallPlace(invocation);
  const json = {
    calls: calls.map(({ call, args }) => ({
      contract: call.contract,
      method: call.method,
      args,
      actors: call.actors.map(principalToText),
    })),
    ...(validForMs === undefined ? {} : { validForMs }),
  };
  const body = { mediaType: 'application/json', bytes: utf8(JSON.stringify(json)) };
  return curlCommand({ method: 'POST', url: `${base}/transactions/prepare`, keyPath, body });
}
