/**
 * The rows of the service's store. The first byte says what a row is:
 *
 * | key                                | value                                                                        |
 * | ---------------------------------- | ---------------------------------------------------------------------------- |
 * | `c` account, 16 bytes              | a customer, JSON (customers/customer.ts)                                     |
 * | `k` key id, text                   | an API key, JSON, its secret hashed (customers/api-key.ts)                    |
 * | `m` name, text                     | a mark, such as the check of the master secret                               |
 * | `n` account ‖ record id, 16 each   | what is erasable of a record, encrypted (notes/note-store.ts)                 |
 * | `s` sequence, 8 bytes              | account ‖ record id: the note at that key came or went (notes/note-store.ts) |
 * | `t` checkpoint size, 8 bytes ‖ …   | a timestamp token (timestamps/)                                              |
 *
 * Numbers are big-endian, so that the order of keys is the order of numbers.
 */

import { concat, utf8 } from '@stele/base';

export const SPACES = {
  customer: 0x63,
  key: 0x6b,
  mark: 0x6d,
  note: 0x6e,
  noteChange: 0x73,
  token: 0x74,
} as const;

export type Space = keyof typeof SPACES;

/** What a range takes to be of every space. */
export const ALL_ROWS = [Uint8Array.of(0), Uint8Array.of(0xff)] as const;

export const NUMBER_BYTES = 8;

/** The key of a row. */
export function rowKey(space: Space, ...parts: readonly Uint8Array[]): Uint8Array {
  return concat(Uint8Array.of(SPACES[space]), ...parts);
}

/** The key of a row that is named by a text. */
export function namedKey(space: Space, name: string): Uint8Array {
  return rowKey(space, utf8(name));
}

/** All rows of a space: from the first key to before the second. */
export function spaceBounds(space: Space): readonly [start: Uint8Array, end: Uint8Array] {
  return [Uint8Array.of(SPACES[space]), Uint8Array.of(SPACES[space] + 1)];
}

export function numberBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function numberAt(bytes: Uint8Array, offset = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, NUMBER_BYTES);
  return Number(view.getBigUint64(0));
}
