/**
 * Canonical CBOR: RFC 8949 §4.2.1 in the profile of spec/encoding.md. No tags, no floats, no indefinite lengths, one encoding
 * per value; the decoder accepts exactly what the encoder can write.
 *
 * Integers become `number` when safe, else `bigint`; the encoder takes either. Maps become `Map`, byte strings views on the
 * input (copy them before the input changes).
 */

import { assert, compare, fromUtf8, rejection, utf8 } from '@stele/base';

export type CborKey = number | bigint | string;
export type CborMap = ReadonlyMap<CborKey, CborValue>;
export type CborValue =
  number | bigint | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap;

const DEPTH_MAX = 16;
const UINT64_LIMIT = 1n << 64n;
const NEGATIVE_LIMIT = -(1n << 63n);

/** Encodes a value. What the profile cannot say (a float, too deep, a too large integer) is a bug of the caller. */
export function encode(value: CborValue): Uint8Array {
  const writer = spare ?? new Writer();
  spare = undefined;
  write(writer, value, 1);
  const bytes = writer.finish();
  spare = writer;
  return bytes;
}

/**
 * One writer is kept for the next encoding: its buffer would otherwise be the dearest part of encoding something small. An
 * encoding inside another one, or after one that failed, finds none and makes its own.
 */
let spare: Writer | undefined;

const BUFFER_BYTES = 16_384;

/** Encodings lie one after the other in buffers that they share: memory of its own for each costs more than writing it. */
class Writer {
  #bytes = new Uint8Array(BUFFER_BYTES);
  /** Where the encoding under way begins. */
  #start = 0;
  #length = 0;

  /** What was written; the next encoding begins behind it. A buffer that had to grow is given up: small results would keep all of it. */
  finish(): Uint8Array {
    if (this.#bytes.length > BUFFER_BYTES) return this.#finishLarge();
    const written = new Uint8Array(this.#bytes.buffer, this.#start, this.#length - this.#start);
    this.#start = this.#length;
    return written;
  }

  #finishLarge(): Uint8Array {
    const written = this.#bytes.slice(this.#start, this.#length);
    this.#bytes = new Uint8Array(BUFFER_BYTES);
    this.#start = 0;
    this.#length = 0;
    return written;
  }

  head(major: number, argument: number): void {
    const type = major << 5;
    if (argument < 24) {
      this.#reserve(1);
      this.#bytes[this.#length++] = type | argument;
    } else if (argument < 0x100) {
      this.#sized(type | 24, argument, 1);
    } else if (argument < 0x10000) {
      this.#sized(type | 25, argument, 2);
    } else if (argument < 0x100000000) {
      this.#sized(type | 26, argument, 4);
    } else {
      this.#sized(type | 27, Math.floor(argument / 0x100000000), 4);
      this.#bigEndian(argument >>> 0, 4);
    }
  }

  /** Text that is all ASCII, as names and codes are, goes straight into the buffer. */
  text(text: string): void {
    const before = this.#length - this.#start;
    this.head(3, text.length);
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) {
        this.#length = this.#start + before;
        writeBytes(this, 3, utf8(text));
        return;
      }
      this.#bytes[this.#length++] = unit;
    }
  }

  wideHead(major: number, argument: bigint): void {
    assert(argument >= 0n && argument < UINT64_LIMIT, 'CBOR integers are of 64 bits');
    if (argument <= 0xffffffffn) {
      this.head(major, Number(argument));
      return;
    }
    this.#reserve(9);
    this.#bytes[this.#length++] = (major << 5) | 27;
    for (let shift = 56n; shift >= 0n; shift -= 8n) {
      this.#bytes[this.#length++] = Number((argument >> shift) & 255n);
    }
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #sized(initial: number, argument: number, size: number): void {
    this.#reserve(9);
    this.#bytes[this.#length++] = initial;
    this.#bigEndian(argument, size);
  }

  #bigEndian(value: number, size: number): void {
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      this.#bytes[this.#length++] = (value >>> shift) & 255;
    }
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const written = this.#bytes.subarray(this.#start, this.#length);
    this.#bytes = new Uint8Array(Math.max(BUFFER_BYTES, 2 * (written.length + count)));
    this.#bytes.set(written);
    this.#start = 0;
    this.#length = written.length;
  }
}

function write(writer: Writer, value: CborValue, depth: number): void {
  if (typeof value === 'number') writeInteger(writer, value);
  else if (typeof value === 'string') writer.text(value);
  else if (value instanceof Uint8Array) writeBytes(writer, 2, value);
  else if (Array.isArray(value)) writeArray(writer, value as readonly CborValue[], depth);
  else writeRest(writer, value as bigint | boolean | null | CborMap, depth);
}

function writeRest(writer: Writer, value: bigint | boolean | null | CborMap, depth: number): void {
  if (value === null) writer.head(7, 22);
  else if (typeof value === 'boolean') writer.head(7, value ? 21 : 20);
  else if (typeof value === 'bigint') writeBigint(writer, value);
  else writeMap(writer, value, depth);
}

function writeInteger(writer: Writer, value: number): void {
  assert(Number.isSafeInteger(value), 'CBOR numbers are safe integers');
  if (value >= 0) writer.head(0, value);
  else writer.head(1, -1 - value);
}

function writeBigint(writer: Writer, value: bigint): void {
  assert(value >= NEGATIVE_LIMIT, 'negative CBOR integers end at −2^63');
  if (value >= 0n) writer.wideHead(0, value);
  else writer.wideHead(1, -1n - value);
}

function writeBytes(writer: Writer, major: number, bytes: Uint8Array): void {
  writer.head(major, bytes.length);
  writer.append(bytes);
}

function writeArray(writer: Writer, items: readonly CborValue[], depth: number): void {
  assert(depth <= DEPTH_MAX, 'CBOR nests at most 16 deep');
  writer.head(4, items.length);
  for (const item of items) write(writer, item, depth + 1);
}

function writeMap(writer: Writer, map: CborMap, depth: number): void {
  assert(depth <= DEPTH_MAX, 'CBOR nests at most 16 deep');
  writer.head(5, map.size);
  for (const key of sortedKeys(map)) {
    write(writer, key, depth + 1);
    write(writer, map.get(key) ?? null, depth + 1);
  }
}

/** In the bytewise order of their encodings, which for unsigned integers is that of their values. */
function sortedKeys(map: CborMap): readonly CborKey[] {
  const keys = [...map.keys()];
  if (keys.length < 2) return keys;
  if (keys.every(isNumber)) return keys.sort((a, b) => a - b);
  return keys
    .map((key) => ({ key, encoded: encode(key) }))
    .sort((a, b) => compare(a.encoded, b.encoded))
    .map(({ key }) => key);
}

function isNumber(key: CborKey): key is number {
  return typeof key === 'number';
}

/**
 * Decodes exactly one canonical item. Rejects with CBOR_TRUNCATED, CBOR_UNSUPPORTED, CBOR_NOT_CANONICAL, CBOR_UTF8, CBOR_DEPTH,
 * CBOR_TRAILING: the first broken rule from left to right.
 */
export function decode(bytes: Uint8Array): CborValue {
  const reader: Reader = { bytes, at: 0 };
  const value = read(reader, 1);
  if (reader.at !== bytes.length) throw rejection('CBOR_TRAILING', 'bytes follow the CBOR item');
  return value;
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function read(reader: Reader, depth: number): CborValue {
  const initial = reader.bytes[reader.at];
  if (initial === undefined) throw truncated();
  reader.at++;
  const major = initial >> 5;
  if (major === 7) return readSimple(initial);
  if (major === 6) throw rejection('CBOR_UNSUPPORTED', 'CBOR tags are not part of the profile');
  const argument = readArgument(reader, initial & 31);
  switch (major) {
    case 0:
      return argument;
    case 1:
      return negative(argument);
    case 2:
      return readBytes(reader, argument);
    case 3:
      return readText(reader, argument);
    case 4:
      return readArray(reader, argument, depth);
    default:
      return readMap(reader, argument, depth);
  }
}

function readSimple(initial: number): boolean | null {
  if (initial === 0xf4) return false;
  if (initial === 0xf5) return true;
  if (initial === 0xf6) return null;
  throw rejection('CBOR_UNSUPPORTED', 'only false, true and null of the simple values are allowed');
}

function readArgument(reader: Reader, info: number): number | bigint {
  if (info < 24) return info;
  if (info > 27) throw notCanonical('an indefinite length or a reserved length code');
  const size = 1 << (info - 24);
  if (reader.at + size > reader.bytes.length) throw truncated();
  return size === 8 ? readWide(reader) : readNarrow(reader, size);
}

function readNarrow(reader: Reader, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (reader.bytes[reader.at++] ?? 0);
  const smallest = size === 1 ? 24 : size === 2 ? 0x100 : 0x10000;
  if (value < smallest) throw notCanonical('an integer longer than needed');
  return value;
}

function readWide(reader: Reader): number | bigint {
  const high = readFour(reader);
  const low = readFour(reader);
  if (high === 0) throw notCanonical('an integer longer than needed');
  if (high < 0x200000) return high * 0x100000000 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

function readFour(reader: Reader): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 256 + (reader.bytes[reader.at++] ?? 0);
  return value;
}

function negative(argument: number | bigint): number | bigint {
  if (typeof argument === 'number' && argument < Number.MAX_SAFE_INTEGER) return -1 - argument;
  const value = -1n - BigInt(argument);
  if (value < NEGATIVE_LIMIT) throw rejection('CBOR_UNSUPPORTED', 'an integer below −2^63');
  return value;
}

function take(reader: Reader, length: number | bigint): Uint8Array {
  if (typeof length === 'bigint' || length > reader.bytes.length - reader.at) throw truncated();
  const { buffer, byteOffset } = reader.bytes;
  const bytes = new Uint8Array(buffer, byteOffset + reader.at, length);
  reader.at += length;
  return bytes;
}

function readBytes(reader: Reader, length: number | bigint): Uint8Array {
  return take(reader, length);
}

function readText(reader: Reader, length: number | bigint): string {
  const bytes = take(reader, length);
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw rejection('CBOR_UTF8', 'text that is not well-formed UTF-8', { cause });
  }
}

interface Claim {
  readonly count: number | bigint;
  /** What each element takes at least. */
  readonly bytesEach: number;
}

/** A count that cannot fit into what is left is refused at once. */
function checkedCount(reader: Reader, { count, bytesEach }: Claim, depth: number): number {
  if (depth > DEPTH_MAX) throw rejection('CBOR_DEPTH', 'CBOR nests more than 16 deep');
  const left = reader.bytes.length - reader.at;
  if (typeof count === 'bigint' || count * bytesEach > left) throw truncated();
  return count;
}

function readArray(reader: Reader, length: number | bigint, depth: number): readonly CborValue[] {
  const count = checkedCount(reader, { count: length, bytesEach: 1 }, depth);
  const items = new Array<CborValue>(count);
  for (let i = 0; i < count; i++) items[i] = read(reader, depth + 1);
  return items;
}

function readMap(reader: Reader, length: number | bigint, depth: number): CborMap {
  const count = checkedCount(reader, { count: length, bytesEach: 2 }, depth);
  const map = new Map<CborKey, CborValue>();
  let previous: Uint8Array | undefined;
  for (let i = 0; i < count; i++) {
    const start = reader.at;
    const key = readKey(reader, depth);
    const encoded = reader.bytes.subarray(start, reader.at);
    if (previous !== undefined && compare(previous, encoded) >= 0) {
      throw notCanonical('map keys that are not strictly ascending');
    }
    previous = encoded;
    map.set(key, read(reader, depth + 1));
  }
  return map;
}

function readKey(reader: Reader, depth: number): CborKey {
  const major = (reader.bytes[reader.at] ?? 0) >> 5;
  if (reader.at < reader.bytes.length && major !== 0 && major !== 3) {
    throw rejection('CBOR_UNSUPPORTED', 'map keys are unsigned integers or text');
  }
  return read(reader, depth + 1) as CborKey;
}

function truncated(): Error {
  return rejection('CBOR_TRUNCATED', 'the bytes end inside a CBOR item');
}

function notCanonical(what: string): Error {
  return rejection('CBOR_NOT_CANONICAL', `CBOR that is not canonical: ${what}`);
}
