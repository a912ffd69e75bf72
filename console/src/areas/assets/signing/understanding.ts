/**
 * What a transaction says, found out here from the bytes that will be signed (the SDK's `summarise`): outputs by their guards, classes out
 * of verified receipts. What cannot be known so is a gap, and a transaction with gaps is not signed on this page.
 */

import { fromBase64url, fromHex, rejection, toHex } from '@stele/base';
import { decodeBody } from '@stele/protocol';
import {
  type Change,
  type Draft,
  type Knowledge,
  learn,
  type Ledger,
  summarise,
  type Summary,
  type Scale,
} from '@stele/sdk';

import { type Act, planOf } from './act.ts';
import { withLedger } from './ledger.ts';

export interface ChangeLine {
  readonly party: string;
  /** As `organisation/name`, or its id where no receipt proves a name. */
  readonly className: string;
  readonly scale: Scale;
  readonly free: bigint;
  readonly held: bigint;
}

export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

export interface Understood {
  readonly draft: Draft;
  readonly summary: Summary;
  readonly changes: readonly ChangeLine[];
  /** As the node says that it would be now; a transaction that waits is not tried. */
  readonly wouldFail: Refusal | undefined;
  /** Whether it waits at the node already, and gets one more signature. */
  readonly isPending: boolean;
}

/** What a form asks for, prepared by the node and compared with what was asked. Rejects with PREPARED_DIFFERS, and as the node does. */
export async function understandAct(act: Act): Promise<Understood> {
  return await withLedger(async (ledger) => {
    const { prepared, ...draft } = await ledger.prepare(planOf(act));
    return {
      ...(await read(ledger, draft)),
      wouldFail: prepared.wouldFail,
      isPending: false,
    };
  });
}

/** What waits for signatures. Rejects with PENDING_UNKNOWN, ANSWER_MALFORMED for another transaction than the one named. */
export async function understandPending(id: string): Promise<Understood> {
  return await withLedger(async (ledger) => {
    const { chain, transport } = ledger;
    const body = fromBase64url((await transport.pending(id)).transaction);
    const draft = { chain, id: fromHex(id), body, content: decodeBody(body), payloads: [] };
    return { ...(await read(ledger, draft)), wouldFail: undefined, isPending: true };
  });
}

async function read(
  { chain, transport }: Ledger,
  draft: Draft,
): Promise<Pick<Understood, 'draft' | 'summary' | 'changes'>> {
  const knowledge = await learn({ chain, transport }, draft.content);
  const summary = summarise(chain, draft.body, knowledge);
  if (summary.id !== toHex(draft.id)) throw otherTransaction();
  return { draft, summary, changes: summary.changes.map((change) => lineOf(change, knowledge)) };
}

function otherTransaction(): Error {
  return rejection('ANSWER_MALFORMED', 'the node answered with another transaction', {
    action: 'Do not sign it, and tell the operator of the node.',
  });
}

function lineOf(change: Change, { classes }: Knowledge): ChangeLine {
  const { party, free, held } = change;
  const known = classes.get(change.class);
  if (known === undefined) return { party, className: change.class, scale: 0, free, held };
  const { organisation, name, scale } = known;
  return { party, className: `${organisation}/${name}`, scale, free, held };
}
