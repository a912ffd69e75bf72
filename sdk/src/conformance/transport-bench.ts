/** What the tests of a transport work with: a node behind it, and short ways to say what is done and expected. */

import assert from 'node:assert/strict';
import { isCoded, utf8 } from '@stele/base';
import type { ChainIdentity, Crypto, LedgerApi, Signer } from '@stele/protocol';
import { buildItem, recordItem, sign } from '../index.ts';
import type { Ledger, Owner, Plan, RecordInput, SignedTransaction } from '../index.ts';

/** A node with a fresh chain, reached by the transport under test. */
export interface TransportBench {
  readonly transport: LedgerApi;
  /** An open administrator account without a quota, and its key. */
  readonly operator: Owner;
  readonly crypto: Crypto;
  readonly newSigner: () => Signer;
}

export interface Bench extends TransportBench {
  readonly ledger: Ledger;
  readonly chain: ChainIdentity;
}

export const COMMITTED = { wait: 'committed', timeoutMs: 10_000 } as const;
export const PROVEN = { wait: 'proven', timeoutMs: 10_000 } as const;

export function digestsOf({ suite }: ChainIdentity, text: string): RecordInput['digests'] {
  return new Map([[1, suite.crypto.hash(1, utf8(text))]]);
}

/** A transaction that records `input` for the operator. */
export function recording(
  { ledger, chain, operator }: Bench,
  input: RecordInput,
): SignedTransaction {
  const { item } = buildItem(chain.suite, input, ledger.world.random);
  return signed({ ledger, operator }, { calls: [recordItem(operator.account, item)] });
}

export function signed(
  { ledger, operator }: Pick<Bench, 'ledger' | 'operator'>,
  plan: Plan,
): SignedTransaction {
  return sign(ledger.draft(plan), operator.signers);
}

export async function rejectsWith(code: string, attempt: () => Promise<unknown>): Promise<void> {
  await assert.rejects(attempt(), (error) => {
    assert.ok(isCoded(error), String(error));
    assert.equal(error.code, code, error.message);
    assert.ok(error.message.length > 0);
    return true;
  });
}
