/**
 * A body that a node built is not signed on its word. Whatever in it decides what happens, who pays, where and until when has to be what
 * was asked for; the salt is the node's to choose. A node that lies here gets a rejection, PREPARED_DIFFERS, in place of a signature.
 */

import { compare, equal, fromBase64url, isCoded, rejection, toHex } from '@stele/base';
import {
  CHAIN_PREFIX_BYTES,
  callToCbor,
  decodeBody,
  encode,
  principalToCbor,
} from '@stele/protocol';
import type {
  Call,
  ChainIdentity,
  PayloadRoot,
  Principal,
  TransactionContent,
} from '@stele/protocol';
import type { Prepared } from '@stele/protocol';
import { VALID_FOR_MS, draftOf, payloadRootsOf } from './draft.ts';
import type { Draft, Plan } from './draft.ts';

/** How far the node's clock may be ahead of this one. A body valid longer than asked could be held back and used later. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** The draft of a prepared body, once it is known to say what `plan` says. Rejects with PREPARED_DIFFERS, data: {part}. */
export function checkPrepared(
  chain: ChainIdentity,
  plan: Plan,
  prepared: Prepared,
  nowMs: number,
): Draft {
  const draft = draftOf(chain, plan, readBody(prepared));
  const { content } = draft;
  check('chain', isFor(chain, content));
  check('calls', sameCalls(content.calls, plan));
  check('payer', samePayer(content, plan));
  check('payloads', samePayloads(content.payloads, payloadRootsOf(chain, plan)));
  check('lane', content.lane === 'normal');
  check('extensions', content.extensions.size === 0);
  const validUntilMs = nowMs + (plan.validForMs ?? VALID_FOR_MS);
  check('validUntil', content.validUntilMs <= validUntilMs + CLOCK_TOLERANCE_MS);
  check('id', prepared.id === toHex(draft.id));
  return draft;
}

/** The body as it came. Rejects with PREPARED_DIFFERS. */
export function readBody({ transaction }: Prepared): Pick<Draft, 'body' | 'content'> {
  try {
    const body = fromBase64url(transaction);
    return { body, content: decodeBody(body) };
  } catch (cause) {
    if (isCoded(cause)) throw differs('encoding', cause);
    throw cause;
  }
}

function isFor({ fingerprint }: ChainIdentity, { chain }: TransactionContent): boolean {
  return equal(chain, fingerprint.subarray(0, CHAIN_PREFIX_BYTES));
}

/** By their encodings: an encoding has one meaning, so what differs in meaning differs there. */
function sameCalls(calls: readonly Call[], plan: Plan): boolean {
  const encoded = (all: readonly Call[]): Uint8Array => encode(all.map((call) => callToCbor(call)));
  return equal(encoded(calls), encoded(plan.calls.map(({ call }) => call)));
}

/** Null means the first actor of the first call, so a node may say either. */
function samePayer({ payer, calls }: TransactionContent, plan: Plan): boolean {
  const first = calls[0]?.actors[0];
  const charged = payer ?? first;
  const wanted = plan.payer ?? first;
  return charged !== undefined && wanted !== undefined && samePrincipal(charged, wanted);
}

function samePrincipal(a: Principal, b: Principal): boolean {
  return equal(encode(principalToCbor(a)), encode(principalToCbor(b)));
}

function samePayloads(said: readonly PayloadRoot[], wanted: readonly PayloadRoot[]): boolean {
  return (
    said.length === wanted.length &&
    said.every((root, i) => {
      const other = wanted[i];
      return other !== undefined && samePayload(root, other);
    })
  );
}

function samePayload(a: PayloadRoot, b: PayloadRoot): boolean {
  const sameSize = a.count === b.count && a.bytes === b.bytes && a.kind === b.kind;
  return sameSize && compare(a.root, b.root) === 0;
}

function check(part: string, holds: boolean): void {
  if (!holds) throw differs(part);
}

/** Why it is not to be signed: the part that is not as asked. */
export function differs(part: string, cause?: unknown): Error {
  return rejection('PREPARED_DIFFERS', `what the node prepared is not what was asked: ${part}`, {
    action: 'Do not sign it. Build the transaction locally, and ask the operator of the node.',
    data: { part },
    cause,
  });
}
