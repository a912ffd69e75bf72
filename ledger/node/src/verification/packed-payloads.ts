/**
 * Payloads as they travel to a verifier thread: all leaves in one buffer that is handed over, so that they are copied once and nothing
 * is cloned leaf by leaf.
 */

import { isCoded } from '@stele/base';
import {
  checkPayloads,
  type Payload,
  type PayloadRoot,
  type Suite,
  suiteOf,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

/** The payloads of one transaction, and what it says of them. */
export interface CommittedPayloads {
  readonly suite: Suite;
  readonly roots: readonly PayloadRoot[];
  readonly payloads: readonly Payload[];
}

export interface PackedPayloads {
  readonly suite: string;
  readonly roots: readonly PayloadRoot[];
  readonly payloads: readonly PackedPayload[];
}

interface PackedPayload {
  readonly kind: Payload['kind'];
  /** All leaves of `items`, one after the other, or the blob. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each leaf of `items` ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export function packPayloads({ suite, roots, payloads }: CommittedPayloads): PackedPayloads {
  return {
    suite: suite.id,
    // A root is a part of the transaction's bytes: cloned as it is, it would take all of them along.
    roots: roots.map((root) => ({ ...root, root: new Uint8Array(root.root) })),
    payloads: payloads.map(packOne),
  };
}

/** The buffers that are handed over. */
export function buffersOf({ payloads }: PackedPayloads): ArrayBuffer[] {
  return payloads.flatMap(({ bytes, ends }) => [bytes.buffer, ends.buffer]);
}

function packOne(payload: Payload): PackedPayload {
  if (payload.kind === 'blob') {
    return { kind: 'blob', bytes: new Uint8Array(payload.bytes), ends: new Uint32Array(0) };
  }
  const { items } = payload;
  const bytes = new Uint8Array(items.reduce((sum, item) => sum + item.length, 0));
  const ends = new Uint32Array(items.length);
  let at = 0;
  items.forEach((item, i) => {
    bytes.set(item, at);
    at += item.length;
    ends[i] = at;
  });
  return { kind: 'items', bytes, ends };
}

/** Whether the payloads are those that the roots commit to. */
export function matchesRoots({ suite, roots, payloads }: CommittedPayloads): boolean {
  try {
    checkPayloads(suite, roots, payloads);
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}

export function matchesPacked({ suite, roots, payloads }: PackedPayloads): boolean {
  return matchesRoots({
    suite: suiteOf(suite, nodeCrypto),
    roots,
    payloads: payloads.map(unpackOne),
  });
}

function unpackOne({ kind, bytes, ends }: PackedPayload): Payload {
  if (kind === 'blob') return { kind, bytes };
  const items: Uint8Array[] = [];
  let start = 0;
  for (const end of ends) {
    items.push(bytes.subarray(start, end));
    start = end;
  }
  return { kind, items };
}
