/** A signed transaction that records files: one file inline, more as the items of one payload (spec/contracts.md, "evidence"). */

import { randomBytes } from 'node:crypto';

import {
  type Call,
  encodeBody,
  encodeItem,
  type Payload,
  payloadRootOf,
  type TransactionContent,
  transactionId,
} from '@stele/protocol';
import { recordBatch, recordItem, type RecordPlan, sign, type SignedTransaction } from '@stele/sdk';

import type { Operator } from './operator.ts';
import type { NewId } from './record.ts';

export interface Batch {
  readonly signed: SignedTransaction;
  /** In payload order. */
  readonly records: readonly RecordPlan[];
}

/**
 * Long enough to hand the same transaction in again after an outage, short enough that "it was never recorded" becomes certain
 * on the same day. The specification allows 24 h after the block's time.
 */
const validForMs = 3_600_000;
const saltBytes = 16;

/** `records` are at least one and at most ITEMS. Works offline: no server is asked for anything. */
export function signBatch(operator: Operator, records: readonly RecordPlan[], newId: NewId): Batch {
  const { chain } = operator;
  const payloads = payloadsOf(records);
  const content: TransactionContent = {
    chain: chain.fingerprint.slice(0, 8),
    validUntilMs: Date.now() + validForMs,
    salt: new Uint8Array(randomBytes(saltBytes)),
    payer: null,
    lane: 'normal',
    calls: [callOf(operator, records, newId)],
    payloads: payloads.map((payload) => payloadRootOf(chain.suite, payload)),
    extensions: new Map(),
  };
  const body = encodeBody(content);
  const id = transactionId(chain.suite, chain.fingerprint, body);
  return { signed: sign({ chain, id, body, content, payloads }, [operator.signer]), records };
}

function callOf({ account }: Operator, records: readonly RecordPlan[], newId: NewId): Call {
  const [only, ...more] = records;
  if (only !== undefined && more.length === 0) return recordItem(account, only.item).call;
  return recordBatch(account, newId('batch'), 0).call;
}

function payloadsOf(records: readonly RecordPlan[]): readonly Payload[] {
  if (records.length === 1) return [];
  return [{ kind: 'items', items: records.map(({ item }) => encodeItem(item)) }];
}
