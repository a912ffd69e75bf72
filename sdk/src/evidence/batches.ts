/** Cutting many records into transactions that the ledger carries (spec/limits.md: ITEMS and PAYLOAD). */

import { PAYLOAD_BYTES_MAX, PAYLOAD_ITEMS_MAX, encodeItem } from '@stele/protocol';
import type { RecordPlan } from './record-plan.ts';

export interface Batch {
  readonly plans: readonly RecordPlan[];
  /** The items as encoded, in the same order. */
  readonly items: readonly Uint8Array[];
}

/** In order, each as full as it may be. */
export function* inBatches(plans: readonly RecordPlan[]): Generator<Batch> {
  let batch: { plans: RecordPlan[]; items: Uint8Array[] } = { plans: [], items: [] };
  let bytes = 0;
  for (const plan of plans) {
    const item = encodeItem(plan.item);
    const isFull =
      batch.items.length === PAYLOAD_ITEMS_MAX || bytes + item.length > PAYLOAD_BYTES_MAX;
    if (isFull) {
      yield batch;
      batch = { plans: [], items: [] };
      bytes = 0;
    }
    batch.plans.push(plan);
    batch.items.push(item);
    bytes += item.length;
  }
  if (batch.items.length > 0) yield batch;
}
