/**
 * A payload record (spec/disk.md) read without being decoded: a walk over the heads of its CBOR finds where everything stands, so that a
 * few items out of ten thousand cost the walk and themselves. Accepts exactly what `decodeRecord` does.
 */

import { type Payload, PAYLOAD_ITEMS_MAX } from '@stele/protocol';

import { RECORD_SHAPE } from './payload-record.ts';

export interface WalkedRecord {
  /** The transaction's entry in the log. */
  readonly index: number;
  readonly payloads: readonly WalkedPayload[];
}

export interface WalkedPayload {
  readonly kind: Payload['kind'];
  /** The record it stands in. */
  readonly content: Uint8Array;
  /** Where the head of each item stands in it, or that of the blob. */
  readonly heads: Uint32Array;
}

const UINT = 0;
const BYTES = 2;
const ARRAY = 4;

/** Walks over a record without its length prefix. Rejects with PAYLOAD_RECORD_MALFORMED. */
export function walkRecord(content: Uint8Array): WalkedRecord {
  const walk = new Walk(content);
  if (walk.head(ARRAY) !== 2) throw RECORD_SHAPE.malformed('not an index and payloads');
  const index = walk.head(UINT);
  const count = walk.head(ARRAY);
  if (count === 0) throw RECORD_SHAPE.malformed('no payloads');
  const payloads: WalkedPayload[] = [];
  while (payloads.length < count) payloads.push(payloadAt(walk));
  if (walk.at !== content.length) throw RECORD_SHAPE.malformed('bytes follow the payloads');
  return { index, payloads };
}

/** Items in order, from `first` on; none of a blob. Copies: they neither keep the record in memory nor change it. */
export function walkedItems(
  { kind, content, heads }: WalkedPayload,
  first: number,
  count: number,
): readonly Uint8Array[] {
  if (kind === 'blob') return [];
  return Array.from(heads.subarray(first, first + count), (head) => bytesAt(content, head).slice());
}

/** The whole payload, as views on the record. */
export function walkedPayload({ kind, content, heads }: WalkedPayload): Payload {
  const [first = 0] = heads;
  if (kind === 'blob') return { kind, bytes: bytesAt(content, first) };
  return { kind, items: Array.from(heads, (head) => bytesAt(content, head)) };
}

function payloadAt(walk: Walk): WalkedPayload {
  const { content } = walk;
  if (walk.major === BYTES) return { kind: 'blob', content, heads: byteStrings(walk, 1) };
  const count = walk.head(ARRAY);
  // Looked at before so many places are made room for.
  if (count === 0 || count > PAYLOAD_ITEMS_MAX) {
    throw RECORD_SHAPE.malformed(`an array of ${String(count)} elements`);
  }
  return { kind: 'items', content, heads: byteStrings(walk, count) };
}

function byteStrings(walk: Walk, count: number): Uint32Array {
  const heads = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    heads[i] = walk.at;
    const length = walk.head(BYTES);
    if (length === 0) throw RECORD_SHAPE.malformed('an empty item or blob');
    walk.skip(length);
  }
  return heads;
}

/** The byte string whose head, which the walk has seen, stands at `head`. */
function bytesAt(content: Uint8Array, head: number): Uint8Array {
  const walk = new Walk(content, head);
  const length = walk.head(BYTES);
  return content.subarray(walk.at, walk.at + length);
}

/** The largest argument that stands in a head's first byte; those after it say that 1, 2, 4 or 8 bytes follow. */
const ARGUMENT_IN_HEAD_MAX = 23;
const ARGUMENT_SIZES_MAX = 27;
/** The least argument of a head with 1, 2, 4 and 8 bytes: a smaller one has a shorter form. */
const LEAST = [24, 0x100, 0x10000, 0x100000000];

class Walk {
  readonly content: Uint8Array;
  at: number;

  constructor(content: Uint8Array, at = 0) {
    this.content = content;
    this.at = at;
  }

  /** Of the head that comes next. */
  get major(): number {
    return (this.content[this.at] ?? 0xff) >> 5;
  }

  /** Takes a head of this major type, and gives its argument. */
  head(major: number): number {
    if (this.major !== major) {
      throw RECORD_SHAPE.malformed('something else in a place of the record');
    }
    const info = (this.content[this.at] ?? 0) & 0x1f;
    this.skip(1);
    if (info <= ARGUMENT_IN_HEAD_MAX) return info;
    if (info > ARGUMENT_SIZES_MAX) throw RECORD_SHAPE.malformed('a head without an argument');
    return this.#argument(info - ARGUMENT_IN_HEAD_MAX - 1);
  }

  skip(length: number): void {
    if (length > this.content.length - this.at) throw RECORD_SHAPE.malformed('the record is cut');
    this.at += length;
  }

  #argument(power: number): number {
    const start = this.at;
    this.skip(2 ** power);
    let value = 0;
    for (let at = start; at < this.at; at++) value = value * 256 + (this.content[at] ?? 0);
    if (value < (LEAST[power] ?? 0) || !Number.isSafeInteger(value)) {
      throw RECORD_SHAPE.malformed('an argument that is not in its shortest form, or too large');
    }
    return value;
  }
}
