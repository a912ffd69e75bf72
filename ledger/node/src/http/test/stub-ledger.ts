/**
 * A ledger that answers what a test tells it to: for what a real one does rarely (overload, a wait that runs out) or never (a lie).
 * What real ones do is tested with real ones.
 */

import { rejection } from '@stele/base';
import type { ChainView, LedgerApi, SubmitResult } from '@stele/protocol';

export const FINGERPRINT = 'ab'.repeat(32);
export const ID = 'cd'.repeat(32);

export const CHAIN: ChainView = {
  id: FINGERPRINT,
  name: 'main',
  origin: `stele/${FINGERPRINT.slice(0, 32)}`,
  suite: 'intl',
  entries: 'public',
  ordering: { kind: 'solo', epoch: 0 },
  rules: 1,
  pendingRules: null,
  knownRules: [1],
  height: 3,
  logSize: 9,
  root: '00'.repeat(32),
  time: '2026-01-02T03:04:05.678Z',
  members: [{ organisation: 'bank', name: 'A bank', weight: 1 }],
  threshold: 1,
  nodes: [{ organisation: 'bank', node: 'n1' }],
  validators: [],
};

export const COMMITTED: SubmitResult = {
  id: ID,
  status: 'committed',
  height: 3,
  index: 8,
  committedAt: '2026-01-02T03:04:05.678Z',
  code: '',
  result: [],
  events: [],
};

function unknown(code: string): () => Promise<never> {
  return () => Promise.reject(rejection(code, 'there is none'));
}

/** Everything is unknown, except the chain and what `answers` says. */
export function stubLedger(answers: Partial<LedgerApi> = {}): LedgerApi {
  return {
    chain: () => Promise.resolve(CHAIN),
    block: unknown('BLOCK_UNKNOWN'),
    transaction: unknown('TRANSACTION_UNKNOWN'),
    receipt: unknown('TRANSACTION_UNKNOWN'),
    entry: unknown('ENTRY_UNKNOWN'),
    payloadItems: unknown('PAYLOAD_ABSENT'),
    row: () => Promise.resolve(null),
    find: () => Promise.resolve([]),
    prepare: unknown('CALL_UNKNOWN'),
    submit: () => Promise.resolve(COMMITTED),
    submitMany: (submissions) => Promise.resolve(submissions.map(() => COMMITTED)),
    events: () => Promise.resolve({ items: [], next: -1 }),
    log: unknown('LOG_PATH_UNKNOWN'),
    classes: () => Promise.resolve({ items: [], nextCursor: null }),
    assetClass: unknown('CLASS_ABSENT'),
    balances: () => Promise.resolve({ height: 0, items: [] }),
    outputs: () => Promise.resolve({ items: [], nextCursor: null }),
    holds: () => Promise.resolve({ items: [], nextCursor: null }),
    output: unknown('OUTPUT_ABSENT'),
    trace: unknown('OUTPUT_ABSENT'),
    liveProof: unknown('OUTPUT_ABSENT'),
    collect: unknown('SIGNATURE_UNWANTED'),
    addSignatures: unknown('PENDING_UNKNOWN'),
    inbox: () => Promise.resolve([]),
    pending: unknown('PENDING_UNKNOWN'),
    withdraw: unknown('PENDING_UNKNOWN'),
    ...answers,
  };
}
