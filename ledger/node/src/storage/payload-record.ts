/** One record of a payload file (spec/disk.md): 4 bytes big-endian length, then canonical CBOR `[entry index, [+ payload]]`. */

import { failure } from '@stele/base';
import { encode, type Payload, payloadFromCbor, payloadToCbor, Shape } from '@stele/protocol';

import { PAYLOAD_LENGTH_BYTES } from './layout.ts';

export interface PayloadRecord {
  /** The transaction's entry in the log. */
  readonly index: number;
  readonly payloads: readonly Payload[];
}

export const RECORD_SHAPE = new Shape('PAYLOAD_RECORD_MALFORMED');

/** A record with its length prefix. */
export function frameRecord({ index, payloads }: PayloadRecord): Uint8Array {
  const content = encode([index, payloads.map((payload) => payloadToCbor(payload))]);
  const framed = new Uint8Array(PAYLOAD_LENGTH_BYTES + content.length);
  new DataView(framed.buffer).setUint32(0, content.length);
  framed.set(content, PAYLOAD_LENGTH_BYTES);
  return framed;
}

/** Reads a record without its length prefix. Rejects with PAYLOAD_RECORD_MALFORMED. */
export function decodeRecord(content: Uint8Array): PayloadRecord {
  const [index, payloads] = RECORD_SHAPE.tuple(RECORD_SHAPE.decode(content), 2);
  return {
    index: RECORD_SHAPE.uint(index),
    payloads: RECORD_SHAPE.array(payloads, { min: 1 }).map((payload) =>
      payloadFromCbor(payload, RECORD_SHAPE),
    ),
  };
}

/** CBOR's array of two, and the bits of an unsigned integer's length. */
const PAIR = 0x82;
const UINT_LENGTH_MAX = 0x1b;
const UINT_IN_HEAD_MAX = 0x17;

/** The entry index in a record without its length prefix, its payloads unread; undefined when it cannot begin a record. */
export function recordIndexOf(content: Uint8Array): number | undefined {
  const head = content[1] ?? 0xff;
  if (content[0] !== PAIR || head > UINT_LENGTH_MAX) return undefined;
  if (head <= UINT_IN_HEAD_MAX) return head;
  const length = 2 ** (head - UINT_IN_HEAD_MAX - 1);
  const digits = content.subarray(2, 2 + length);
  return digits.length < length ? undefined : digits.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function payloadDamaged(index: number, cause?: unknown): Error {
  return failure(
    'PAYLOAD_DAMAGED',
    `the payloads of entry ${String(index)} are not as they were written`,
    {
      action: 'Stop the node and run `stele ledger check`: it names the damaged record.',
      data: { index },
      cause,
    },
  );
}
