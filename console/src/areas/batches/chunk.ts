/**
 * How many items go into one batch: all of it is one transaction, so it has to stay below what a transaction carries. Sizes are those of
 * the encoded item (spec/contracts.md, "evidence") and of the request's JSON, with room to spare.
 */

import type { BatchItem, DigestName } from './item.ts';

/** PAYLOAD_ITEMS_MAX of the ledger. */
export const CHUNK_ITEMS_MAX = 10_000;
/** Of files that are still being hashed: each acknowledgement is a part of the progress that nothing can take back. */
export const CHUNK_FILES_MAX = 1_000;
/** PAYLOAD_BYTES_MAX is 1 572 864; a later version of the item may have a field more. */
export const CHUNK_PAYLOAD_BYTES_MAX = 1_450_000;
/** BATCH_BODY_BYTES_MAX is 8 388 608. */
export const CHUNK_BODY_BYTES_MAX = 6_291_456;

const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  'sha-256': 32,
  sm3: 32,
  'sha-512': 64,
};

/** Array and version, id with its head, map of digests, salted, supersedes. */
const FIXED_BYTES = 2 + 17 + 1 + 1 + 1;
const HASH_BYTES = 34;
const KIND_SHORT_MAX = 23;

/** Bytes of the item on the ledger; exact for items without salt and predecessor, which is all that a batch sends. */
export function payloadBytes(item: BatchItem): number {
  const { digests, kind = '', name, size, reference } = item;
  let bytes = FIXED_BYTES + (kind.length > KIND_SHORT_MAX ? 2 : 1) + kind.length;
  for (const algorithm of Object.keys(digests) as DigestName[]) {
    bytes += 3 + DIGEST_BYTES[algorithm];
  }
  const hasNote = name !== undefined || size !== undefined || reference !== undefined;
  return bytes + (hasNote ? HASH_BYTES : 1);
}

const encoder = new TextEncoder();

/** Bytes of the item in the request, with its comma. */
export function bodyBytes(item: BatchItem): number {
  return encoder.encode(JSON.stringify(item)).length + 1;
}

/** How many of `items`, from the first, fit into one batch of at most `countMax`; at least one when there is any. */
export function chunkLength(items: Iterable<BatchItem>, countMax: number): number {
  let count = 0;
  let payload = 0;
  let body = 0;
  for (const item of items) {
    payload += payloadBytes(item);
    body += bodyBytes(item);
    const isOver = payload > CHUNK_PAYLOAD_BYTES_MAX || body > CHUNK_BODY_BYTES_MAX;
    if (count > 0 && (count >= countMax || isOver)) break;
    count++;
  }
  return count;
}
