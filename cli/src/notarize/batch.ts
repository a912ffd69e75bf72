/** A signed transaction that records files: one file inline, more as the items of one payload (spec/contracts.md, "evidence"). */

import { encodeItem, type Payload } from '@stele/protocol';
import {
  draftLocally,
  hostWorld,
  type PlannedCall,
  recordBatch,
  recordItem,
  type RecordPlan,
  sign,
  type SignedTransaction,
} from '@stele/sdk';

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

/** `records` are at least one and at most ITEMS. Works offline: no server is asked for anything. */
export function signBatch(operator: Operator, records: readonly RecordPlan[], newId: NewId): Batch {
  const calls = [callOf(operator, records, newId)];
  const plan = { calls, payloads: payloadsOf(records), validForMs };
  return {
    signed: sign(draftLocally(operator.chain, plan, hostWorld), [operator.signer]),
    records,
  };
}

function callOf({ account }: Operator, records: readonly RecordPlan[], newId: NewId): PlannedCall {
  const [only, ...more] = records;
  if (only !== undefined && more.length === 0) return recordItem(account, only.item);
  return recordBatch(account, newId('batch'), 0);
}

function payloadsOf(records: readonly RecordPlan[]): readonly Payload[] {
  if (records.length === 1) return [];
  return [{ kind: 'items', items: records.map(({ item }) => encodeItem(item)) }];
}
