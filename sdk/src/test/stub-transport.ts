/** A transport that answers what a test tells it to: failures, lies, and silence, which a real node does not do on demand. */

import { rejection, toHex } from '@stele/base';
import type { LedgerApi } from '@stele/protocol';

export const FINGERPRINT = new Uint8Array(32).fill(0xab);

/** Every call is refused as unexpected, but those that `answers` has, and the chain. */
export function stubTransport(answers: Partial<LedgerApi> = {}): LedgerApi {
  const unexpected = () => Promise.reject(rejection('UNEXPECTED', 'the test did not expect this'));
  return {
    chain: () =>
      Promise.resolve({
        id: toHex(FINGERPRINT),
        name: 'main',
        origin: 'stele/test',
        suite: 'intl',
        entries: 'public',
        ordering: { kind: 'solo', epoch: 0 },
        rules: 1,
        pendingRules: null,
        knownRules: [1],
        height: 0,
        logSize: 1,
        root: '00'.repeat(32),
        time: '2026-01-01T00:00:00.000Z',
        members: [],
        threshold: 1,
        nodes: [],
        validators: [],
      }),
    block: unexpected,
    transaction: unexpected,
    receipt: unexpected,
    entry: unexpected,
    payloadItems: unexpected,
    row: unexpected,
    find: unexpected,
    prepare: unexpected,
    submit: unexpected,
    submitMany: unexpected,
    events: unexpected,
    log: unexpected,
    classes: unexpected,
    assetClass: unexpected,
    balances: unexpected,
    outputs: unexpected,
    holds: unexpected,
    output: unexpected,
    trace: unexpected,
    liveProof: unexpected,
    collect: unexpected,
    addSignatures: unexpected,
    inbox: unexpected,
    pending: unexpected,
    withdraw: unexpected,
    ...answers,
  };
}
