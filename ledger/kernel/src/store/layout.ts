/**
 * The keys and values of the state in the store. Everything here is derived from the log (spec/disk.md, `state/`), so the layout
 * may change with `FORMAT` alone.
 *
 * | key                                          | value                                                                |
 * | -------------------------------------------- | -------------------------------------------------------------------- |
 * | `r` contract 0x00 table 0x00 key             | number of the effect that put the row, 8 bytes ‖ the row             |
 * | `e` number of a block's first effect, 8 bytes| the block's effects, packed (effect-record.ts); none for no effects  |
 * | `l` chunk number, 8 bytes                    | 256 bytes of live bits                                               |
 * | `x` number of a block's first effect, 8 bytes| the effects whose rows it ended, 8 bytes each; none for none         |
 * | `f` … term, effect number                    | the key of a row filed under the term (term-rows.ts)                 |
 * | `d` contract 0x00 table 0x00 key             | number of the effect that deleted the row last, 8 bytes              |
 * | `t` transaction id                           | index of its entry, 8 bytes                                          |
 * | `k`                                          | the tip (tip.ts)                                                     |
 * | `n` …                                        | left to the node, which keeps its own marks beside the state         |
 *
 * Numbers are big-endian, so that the order of keys is the order of numbers. Contract and table are identifiers and hold no zero
 * byte, so a row's key can be read back. A block's effects are one record, so that a batch of 10 000 costs one put more, not
 * 10 000; its key is the number of its first effect, so the record that holds effect n is the last one at or below n.
 */

import { concat, utf8 } from '@stele/base';

export const NUMBER_BYTES = 8;
const ROW = 0x72;
const EFFECTS = 0x65;
const LIVE = 0x6c;
const ENDED = 0x78;
const TRANSACTION = 0x74;
const FILED = 0x66;
const END = 0x64;
const SEPARATOR = Uint8Array.of(0);

/** Where the tip is kept. */
export const TIP_KEY = Uint8Array.of(0x6b);

/** What the keys of a table's rows start with. */
export function tablePrefix(contract: string, table: string): Uint8Array {
  return prefixOf(ROW, contract, table);
}

/** What the keys of the ends of a table's rows start with. */
export function endPrefix(contract: string, table: string): Uint8Array {
  return prefixOf(END, contract, table);
}

/** What the keys of a table's term rows start with. */
export function filedPrefix(contract: string, table: string): Uint8Array {
  return prefixOf(FILED, contract, table);
}

function prefixOf(kind: number, contract: string, table: string): Uint8Array {
  return concat(Uint8Array.of(kind), utf8(contract), SEPARATOR, utf8(table), SEPARATOR);
}

export function effectsKey(firstEffect: number): Uint8Array {
  return numbered(EFFECTS, firstEffect);
}

export function liveKey(chunk: number): Uint8Array {
  return numbered(LIVE, chunk);
}

/** Where a block says which effects it ended: what the live bits of an earlier height are found by. */
export function endedKey(firstEffect: number): Uint8Array {
  return numbered(ENDED, firstEffect);
}

/** What the keys of transactions start with. */
export const TRANSACTION_PREFIX = Uint8Array.of(TRANSACTION);

export function transactionKey(id: Uint8Array): Uint8Array {
  const key = new Uint8Array(1 + id.length);
  key[0] = TRANSACTION;
  key.set(id, 1);
  return key;
}

function numbered(prefix: number, value: number): Uint8Array {
  const key = new Uint8Array(1 + NUMBER_BYTES);
  key[0] = prefix;
  writeNumber(key, 1, value);
  return key;
}

const HALF = 0x1_0000_0000;

/** Writes 8 bytes, big-endian. */
export function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  writeHalf(bytes, at, Math.floor(value / HALF));
  writeHalf(bytes, at + 4, value >>> 0);
}

/** Reads 8 bytes, big-endian. */
export function readNumber(bytes: Uint8Array, at = 0): number {
  return readHalf(bytes, at) * HALF + readHalf(bytes, at + 4);
}

/** 4 bytes, big-endian, by hand: making a DataView for each number costs ten times as much. */
export function writeHalf(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

export function readHalf(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

/** A number in 8 bytes: of their own, or `bytes`. */
export function numberValue(
  value: number,
  bytes: Uint8Array = new Uint8Array(NUMBER_BYTES),
): Uint8Array {
  writeNumber(bytes, 0, value);
  return bytes;
}

/** Numbers one after the other. */
export function numbersValue(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES * values.length);
  values.forEach((value, i) => {
    writeNumber(bytes, NUMBER_BYTES * i, value);
  });
  return bytes;
}

export function readNumbers(bytes: Uint8Array): readonly number[] {
  const count = bytes.length / NUMBER_BYTES;
  return Array.from({ length: count }, (_, i) => readNumber(bytes, NUMBER_BYTES * i));
}

/** A row, with the number of the effect that put it. */
export interface Row {
  readonly effect: number;
  readonly value: Uint8Array;
}

/** A row as it is stored: in a buffer of its own, or in `bytes`, which has the length of both parts. */
export function encodeRow(
  { effect, value }: Row,
  bytes: Uint8Array = new Uint8Array(NUMBER_BYTES + value.length),
): Uint8Array {
  writeNumber(bytes, 0, effect);
  bytes.set(value, NUMBER_BYTES);
  return bytes;
}

export function decodeRow(bytes: Uint8Array): Row {
  return { effect: readNumber(bytes), value: bytes.subarray(NUMBER_BYTES) };
}

/** The first key after all those that start with `prefix`. */
export function prefixEnd(prefix: Uint8Array): Uint8Array {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 0xff) length--;
  const end = prefix.slice(0, length);
  if (length > 0) end[length - 1] = (end[length - 1] ?? 0) + 1;
  return end;
}
