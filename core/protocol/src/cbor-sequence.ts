/**
 * CBOR sequences (RFC 8742): data items one after the other, without anything between. Cutting one up needs only the lengths that
 * heads announce; whether an item is canonical is the business of whoever decodes it.
 */

import { rejection } from '@stele/base';

/** The items of a sequence, each whole, undecoded. Rejects with CBOR_TRUNCATED, CBOR_NOT_CANONICAL or CBOR_UNSUPPORTED. */
export function splitSequence(bytes: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = endOfItem(bytes, start);
    items.push(bytes.subarray(start, end));
    start = end;
  }
  return items;
}

/** Counts what is still to come in place of recursing: nesting costs nothing here. */
function endOfItem(bytes: Uint8Array, start: number): number {
  let at = start;
  let awaited = 1;
  while (awaited > 0) {
    const head = readHead(bytes, at);
    at = head.end;
    awaited += head.children - 1;
    // Each item takes at least one byte.
    if (at > bytes.length || awaited > bytes.length - at) throw truncated();
  }
  return at;
}

interface Head {
  /** Where the head, and for a string its content, ends. */
  readonly end: number;
  /** Items that belong to this one. */
  readonly children: number;
}

const LENGTH_BYTES: Readonly<Record<number, number>> = { 24: 1, 25: 2, 26: 4, 27: 8 };

function readHead(bytes: Uint8Array, at: number): Head {
  const initial = bytes[at];
  if (initial === undefined) throw truncated();
  const info = initial & 31;
  const lengthBytes = LENGTH_BYTES[info] ?? 0;
  if (info > 27) throw rejection('CBOR_NOT_CANONICAL', 'a length that is indefinite or reserved');
  const end = at + 1 + lengthBytes;
  const argument = info < 24 ? info : readArgument(bytes, at + 1, end);
  switch (initial >> 5) {
    case 2:
    case 3:
      return { end: end + argument, children: 0 };
    case 4:
      return { end, children: argument };
    case 5:
      return { end, children: 2 * argument };
    case 6:
      throw rejection('CBOR_UNSUPPORTED', 'a tag');
    default:
      return { end, children: 0 };
  }
}

function readArgument(bytes: Uint8Array, start: number, end: number): number {
  if (end > bytes.length) throw truncated();
  return bytes.subarray(start, end).reduce((value, byte) => value * 256 + byte, 0);
}

function truncated(): Error {
  return rejection('CBOR_TRUNCATED', 'the sequence ends inside an item');
}
