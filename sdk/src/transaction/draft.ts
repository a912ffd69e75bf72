/** A transaction before it is signed: what was asked for, and the body that says it (spec/transaction.md). Built here, offline. */

import {
  CHAIN_PREFIX_BYTES,
  SALT_BYTES,
  VALIDITY_MS_MAX,
  encodeBody,
  payloadRootOf,
  transactionId,
} from '@stele/protocol';
import type {
  ChainIdentity,
  Payload,
  PayloadRoot,
  Principal,
  TransactionContent,
} from '@stele/protocol';
import type { PlannedCall } from '../calls/planned-call.ts';
import type { World } from '../world.ts';

/** What somebody wants to happen, all of it or nothing. */
export interface Plan {
  readonly calls: readonly PlannedCall[];
  /** Who is charged; absent: the first actor of the first call. */
  readonly payer?: Principal | undefined;
  /** How long it may be ordered after now; 10 minutes when absent. */
  readonly validForMs?: number | undefined;
  readonly payloads?: readonly Payload[] | undefined;
}

export interface Draft {
  readonly chain: ChainIdentity;
  readonly id: Uint8Array;
  readonly body: Uint8Array;
  readonly content: TransactionContent;
  readonly payloads: readonly Payload[];
}

/** Long enough for people to sign, short enough that a forgotten draft does not come back. */
export const VALID_FOR_MS = 600_000;
/** How long a plan should give others who have to sign too; well within the day that a transaction may be valid. */
export const OTHERS_SIGN_WITHIN_MS = 43_200_000;

/** Builds the body without asking a node. The clock decides until when it is valid. */
export function draftLocally(chain: ChainIdentity, plan: Plan, world: World): Draft {
  const validForMs = Math.min(plan.validForMs ?? VALID_FOR_MS, VALIDITY_MS_MAX);
  const content: TransactionContent = {
    chain: chain.fingerprint.slice(0, CHAIN_PREFIX_BYTES),
    validUntilMs: world.clock.nowMs() + validForMs,
    salt: world.random.bytes(SALT_BYTES),
    payer: plan.payer ?? null,
    lane: 'normal',
    calls: plan.calls.map(({ call }) => call),
    payloads: payloadRootsOf(chain, plan),
    extensions: new Map(),
  };
  return draftOf(chain, plan, { body: encodeBody(content), content });
}

/** The draft with this body, whose id is computed here whoever built the body. */
export function draftOf(
  chain: ChainIdentity,
  { payloads = [] }: Pick<Plan, 'payloads'>,
  { body, content }: Pick<Draft, 'body' | 'content'>,
): Draft {
  return {
    chain,
    id: transactionId(chain.suite, chain.fingerprint, body),
    body,
    content,
    payloads,
  };
}

export function payloadRootsOf(
  chain: ChainIdentity,
  { payloads = [] }: Pick<Plan, 'payloads'>,
): PayloadRoot[] {
  return payloads.map((payload) => payloadRootOf(chain.suite, payload));
}
