/**
 * The client of a ledger, shaped like the life of a transaction: draft or prepare → sign → submit → wait. `connect` says which ledger
 * and, with a fingerprint, makes sure that it is that one.
 */

import { fromHex, rejection, toHex } from '@stele/base';
import { portableCrypto, suiteOf } from '@stele/protocol';
import type { ChainIdentity, Crypto } from '@stele/protocol';
import { events } from './events.ts';
import type { EventOptions } from './events.ts';
import { httpTransport } from './http/http-transport.ts';
import type { HttpOptions } from './http/http-transport.ts';
import { principalToText } from '@stele/protocol';
import { DEFAULT_RETRY, retrying } from './retry.ts';
import type { RetryPolicy } from './retry.ts';
import { checkPrepared } from './transaction/check-prepared.ts';
import { expandedPlan } from './transaction/requested-call.ts';
import type { RequestedPlan } from './transaction/requested-call.ts';
import { VALID_FOR_MS, draftLocally, payloadRootsOf } from './transaction/draft.ts';
import type { Draft, Plan } from './transaction/draft.ts';
import type { SignedTransaction } from './transaction/sign.ts';
import { collect, submit, submitMany } from './transaction/submit.ts';
import type { Submitted, WaitOptions } from './transaction/submit.ts';
import type {
  CloudEvent,
  Collecting,
  PayloadRootView,
  PrepareRequest,
  Prepared,
  SubmitRejected,
  SubmitResult,
  LedgerApi,
} from '@stele/protocol';
import { hostWorld } from './world.ts';
import type { World } from './world.ts';

export interface CommonOptions {
  /** The chain that is meant: its fingerprint, 64 hexadecimal digits. Without it, whatever chain answers is taken. */
  readonly fingerprint?: string | undefined;
  /** The library that verifies; @stele/protocol/node has faster ones. */
  readonly crypto?: Crypto | undefined;
  readonly retry?: RetryPolicy | undefined;
  readonly world?: World | undefined;
}

/** A node by its address, or the API of a node in this process. */
export type ConnectOptions = CommonOptions & (HttpOptions | { readonly api: LedgerApi });

/** A transaction that a node built and this side checked, with what the node says of it. */
export interface PreparedDraft extends Draft {
  readonly prepared: Prepared;
}

export interface Ledger {
  readonly chain: ChainIdentity;
  /** All queries: chain, block, transaction, receipt, log. Retries what may be retried. */
  readonly transport: LedgerApi;
  readonly world: World;
  /** Builds a transaction here. */
  readonly draft: (plan: Plan) => Draft;
  /** Lets the node build it, check its effects, and say them in words; what comes back is checked. Rejects with PREPARED_DIFFERS. */
  readonly prepare: (plan: RequestedPlan) => Promise<PreparedDraft>;
  /** Hands in and waits. Rejects with the code of a refusal, or WAIT_RAN_OUT. */
  readonly submit: (signed: SignedTransaction, options?: WaitOptions) => Promise<Submitted>;
  /** Hands in a transaction that others may still have to sign; it waits at the node for their signatures, until it is valid no longer. */
  readonly collect: (
    signed: SignedTransaction,
    options?: WaitOptions,
  ) => Promise<Submitted | Collecting>;
  readonly submitMany: (
    signed: readonly SignedTransaction[],
    options?: WaitOptions,
  ) => Promise<readonly (SubmitResult | SubmitRejected)[]>;
  readonly events: (options?: EventOptions) => AsyncGenerator<CloudEvent>;
}

/** Connects. Rejects with CHAIN_NOT_TRUSTED when another chain than the one meant answers; SUITE_UNKNOWN. */
export async function connect(options: ConnectOptions): Promise<Ledger> {
  const world = options.world ?? hostWorld;
  const direct = 'api' in options ? options.api : httpTransport(options);
  const transport = retrying(direct, options.retry ?? DEFAULT_RETRY, world);
  const chain = await identify(transport, options);
  return {
    chain,
    transport,
    world,
    draft: (plan) => draftLocally(chain, plan, world),
    prepare: (plan) => prepare({ chain, transport, world }, plan),
    submit: (signed, wait = {}) => submit(transport, signed, wait, world),
    collect: (signed, wait = {}) => collect(transport, signed, wait, world),
    submitMany: (signed, wait = {}) => submitMany(transport, signed, wait),
    events: (filter = {}) => events(transport, filter, world),
  };
}

async function identify(
  transport: LedgerApi,
  { fingerprint, crypto = portableCrypto }: CommonOptions,
): Promise<ChainIdentity> {
  const { id, suite } = await transport.chain();
  if (fingerprint !== undefined && fingerprint !== id) {
    throw rejection('CHAIN_NOT_TRUSTED', 'the node is of another chain than the one meant', {
      action: 'Check the address, and compare the fingerprint with one from a source you trust.',
      data: { expected: fingerprint, found: id },
    });
  }
  return { suite: suiteOf(suite, crypto), fingerprint: fromHex(id) };
}

async function prepare(
  { chain, transport, world }: Pick<Ledger, 'chain' | 'transport' | 'world'>,
  plan: RequestedPlan,
): Promise<PreparedDraft> {
  const prepared = await transport.prepare(requestOf(chain, plan));
  const expanded = await expandedPlan(transport, plan, prepared);
  return { ...checkPrepared(chain, expanded, prepared, world.clock.nowMs()), prepared };
}

function requestOf(chain: ChainIdentity, plan: RequestedPlan): PrepareRequest {
  const payloads = payloadRootsOf(chain, plan).map(({ root, ...rest }): PayloadRootView => ({
    ...rest,
    root: toHex(root),
  }));
  return {
    calls: plan.calls.map(({ call, args }) => ({
      contract: call.contract,
      method: call.method,
      args,
      actors: call.actors.map(principalToText),
    })),
    validForMs: plan.validForMs ?? VALID_FOR_MS,
    ...(plan.payer === undefined ? {} : { payer: principalToText(plan.payer) }),
    ...(payloads.length === 0 ? {} : { payloads }),
  };
}
