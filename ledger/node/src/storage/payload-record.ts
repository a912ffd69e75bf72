/** One record of a payload file (spec/disk.md): 4 bytes big-endian length, then canonical CBOR `[entry index, [+ payload]]`. */

import { failure } from '@stele/base';
import { encode, type Payload, payloadFromCbor, payloadToCbor, Shape } from '@stele/protocol';

import { PAYLOAD_LENGTH_BYTES } from './layout.ts';

export interface PayloadRecord {
  /** The transaction's entry in the log. */
  readonly index: number;
  readonly payloads: readonly Payload[];
}

const SHAPE = new Shape('PAYLOAD_RECORD_MALFORMED');

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
  const [index, payloads] = SHAPE.tuple(SHAPE.decode(content), 2);
  return {
    index: SHAPE.uint(index),
    payloads: SHAPE.array(payloads, { min: 1 }).map((payload) => payloadFromCbor(payload, SHAPE)),
  };
}

export function payloadDamaged(index: number, cause?: unknown): Error {
  return failure(
    'PAYLOAD_DAMAGED',
    `the payloads of entry ${String(index)} are not where they were written`,
    {
      action: 'Stop the node and run `stele ledger check`: it names the damaged record.',
      data: { index },
      cause,
    },
  );
}
