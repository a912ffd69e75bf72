/** Calls of the contract `evidence` (spec/contracts.md). */

import { toHex } from '@stele/base';
import { digestName, itemToCbor } from '@stele/protocol';
import type { EvidenceItem } from '@stele/protocol';
import type { JsonObject } from '@stele/protocol';
import { accountPrincipal, plannedCall } from './planned-call.ts';
import type { PlannedCall } from './planned-call.ts';

/** Records one item, which stands in the call itself. */
export function recordItem(owner: Uint8Array, item: EvidenceItem): PlannedCall {
  const target = { contract: 'evidence', method: 'record' };
  const args = { positional: [itemToCbor(item)], named: { item: itemToJson(item) } };
  return plannedCall(target, [accountPrincipal(owner)], args);
}

/** Records all items of the transaction's payload number `payload`, under the id `batch` (16 bytes). */
export function recordBatch(owner: Uint8Array, batch: Uint8Array, payload: number): PlannedCall {
  const target = { contract: 'evidence', method: 'batch' };
  const args = { positional: [batch, payload], named: { batch: toHex(batch), payload } };
  return plannedCall(target, [accountPrincipal(owner)], args);
}

function itemToJson(item: EvidenceItem): JsonObject {
  const { id, digests, salted, kind, supersedes, noteHash } = item;
  const entries = [...digests].map(([algorithm, digest]) => [digestName(algorithm), toHex(digest)]);
  return {
    id: toHex(id),
    digests: Object.fromEntries(entries) as JsonObject,
    salted,
    kind,
    supersedes: supersedes === null ? null : toHex(supersedes),
    noteHash: noteHash === null ? null : toHex(noteHash),
  };
}
