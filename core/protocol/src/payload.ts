/** Payloads: bytes too big for an entry, committed by a root in the transaction (spec/transaction.md, "Payloads"). */

import { concat, equal, rejection } from '@stele/base';
import type { CborValue } from './cbor.ts';
import { BLOB_LEAF_BYTES, PAYLOAD_BYTES_MAX, PAYLOAD_ITEMS_MAX } from './limits.ts';
import { inclusionPath, inclusionPaths, leafHash, rootOf } from './merkle.ts';
import type { Shape } from './shape.ts';
import type { Suite } from './suite/suite.ts';

export type Payload = ItemsPayload | BlobPayload;

export interface ItemsPayload {
  readonly kind: 'items';
  readonly items: readonly Uint8Array[];
}
export interface BlobPayload {
  readonly kind: 'blob';
  readonly bytes: Uint8Array;
}

/** What a transaction says of one of its payloads. */
export interface PayloadRoot {
  readonly root: Uint8Array;
  /** Leaves. */
  readonly count: number;
  readonly bytes: number;
  readonly kind: 'items' | 'blob';
}

const ROOT_BYTES = 32;

/** The commitment to a payload. */
export function payloadRootOf(suite: Suite, payload: Payload): PayloadRoot {
  const leaves = leavesOf(payload);
  const root = rootOf(suite.H, leafHashes(suite, leaves));
  const bytes = leaves.reduce((sum, leaf) => sum + leaf.length, 0);
  return { root, count: leaves.length, bytes, kind: payload.kind };
}

/** The inclusion path of leaf `index` under the payload's root, joined as in a receipt. */
export function payloadPath(suite: Suite, payload: Payload, index: number): Uint8Array {
  return concat(...inclusionPath(suite.H, leafHashes(suite, leavesOf(payload)), index));
}

/** The paths of all leaves, each joined: one tree in place of one for each leaf. */
export function payloadPaths(suite: Suite, payload: Payload): readonly Uint8Array[] {
  const paths = inclusionPaths(suite.H, leafHashes(suite, leavesOf(payload)));
  return paths.map((path) => concat(...path));
}

function leafHashes(suite: Suite, leaves: readonly Uint8Array[]): Uint8Array[] {
  return leaves.map((leaf) => leafHash(suite.H, leaf));
}

function leavesOf(payload: Payload): readonly Uint8Array[] {
  if (payload.kind === 'items') return payload.items;
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < payload.bytes.length; at += BLOB_LEAF_BYTES) {
    pieces.push(payload.bytes.subarray(at, at + BLOB_LEAF_BYTES));
  }
  return pieces;
}

/** Rejects with PAYLOAD_TOO_LARGE or PAYLOAD_MISMATCH unless the payloads are those the roots commit to. */
export function checkPayloads(
  suite: Suite,
  roots: readonly PayloadRoot[],
  payloads: readonly Payload[],
): void {
  checkPayloadSizes(roots);
  if (roots.length !== payloads.length) throw mismatch('the number of payloads differs');
  roots.forEach((expected, i) => {
    const payload = payloads[i];
    if (payload?.kind !== expected.kind) throw mismatch(`payload ${String(i)} is of another kind`);
    const found = payloadRootOf(suite, payload);
    const same = found.count === expected.count && found.bytes === expected.bytes;
    if (!same || !equal(found.root, expected.root)) {
      throw mismatch(`payload ${String(i)} has another root`);
    }
  });
}

/** Rejects with PAYLOAD_TOO_LARGE when the payloads of one transaction are too large together. */
export function checkPayloadSizes(roots: readonly PayloadRoot[]): void {
  const bytes = roots.reduce((sum, root) => sum + root.bytes, 0);
  if (bytes <= PAYLOAD_BYTES_MAX) return;
  throw rejection('PAYLOAD_TOO_LARGE', `payloads of ${String(bytes)} bytes`, {
    action: `split them: at most ${String(PAYLOAD_BYTES_MAX)} bytes a transaction`,
    data: { limit: 'PAYLOAD', bytesMax: PAYLOAD_BYTES_MAX },
  });
}

function mismatch(what: string): Error {
  return rejection('PAYLOAD_MISMATCH', what);
}

export function payloadRootToCbor({ root, count, bytes, kind }: PayloadRoot): CborValue {
  return [root, count, bytes, kind === 'items' ? 0 : 1];
}

export function payloadRootFromCbor(value: CborValue, shape: Shape): PayloadRoot {
  const [root, count, bytes, kind] = shape.tuple(value, 4);
  return {
    root: shape.bytes(root, ROOT_BYTES),
    count: shape.uint(count, { min: 1, max: PAYLOAD_ITEMS_MAX }),
    bytes: shape.uint(bytes, { min: 1, max: PAYLOAD_BYTES_MAX }),
    kind: shape.uint(kind, { max: 1 }) === 0 ? 'items' : 'blob',
  };
}

/** A payload in transport form: an array of items, or one byte string. */
export function payloadToCbor(payload: Payload): CborValue {
  return payload.kind === 'items' ? payload.items : payload.bytes;
}

export function payloadFromCbor(value: CborValue, shape: Shape): Payload {
  if (value instanceof Uint8Array) {
    if (value.length === 0) throw shape.malformed('an empty blob');
    return { kind: 'blob', bytes: value };
  }
  const items = shape.array(value, { min: 1, max: PAYLOAD_ITEMS_MAX }).map((item) => {
    const bytes = shape.bytes(item);
    if (bytes.length === 0) throw shape.malformed('an empty item');
    return bytes;
  });
  return { kind: 'items', items };
}
