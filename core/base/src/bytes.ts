/**
 * Byte strings and their written forms. All readers are strict: one value has one text, so text that was not produced by the
 * matching writer is a rejection (BYTES_MALFORMED). Pure ES2023, so that contracts in a sandbox and browsers run the same code.
 */

import { rejection } from './errors.ts';

/** Joins byte strings into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Whether two byte strings are the same. Not constant-time: not for secrets. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compare(a, b) === 0;
}

/** Bytewise order, a prefix before what it is a prefix of: −1, 0 or 1. */
export function compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  if (a.length === b.length) return 0;
  return a.length < b.length ? -1 : 1;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

const DIGIT_ZERO = 0x30;
const DIGIT_NINE = 0x39;
/** From the code of `a` to 10. */
const LETTER_OFFSET = 0x61 - 10;

function nibbleOf(code: number): number {
  return code <= DIGIT_NINE ? code - DIGIT_ZERO : code - LETTER_OFFSET;
}

/** Reads lower-case hexadecimal. Rejects with BYTES_MALFORMED. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) {
    throw rejection('BYTES_MALFORMED', 'not lower-case hexadecimal');
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = 16 * nibbleOf(text.charCodeAt(2 * i)) + nibbleOf(text.charCodeAt(2 * i + 1));
  }
  return bytes;
}

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

/** RFC 4648 §4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  const text = writeBase64(bytes, STANDARD);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** RFC 4648 §5, without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return writeBase64(bytes, URL_SAFE);
}

/** Reads RFC 4648 §4 with padding and zero trailing bits. Rejects with BYTES_MALFORMED. */
export function fromBase64(text: string): Uint8Array {
  const bare = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || text.length - bare.length !== (4 - (bare.length % 4)) % 4) {
    throw rejection('BYTES_MALFORMED', 'base64 is not padded to a multiple of four');
  }
  return readBase64(bare, STANDARD_VALUES);
}

/** Reads RFC 4648 §5 without padding and with zero trailing bits. Rejects with BYTES_MALFORMED. */
export function fromBase64url(text: string): Uint8Array {
  return readBase64(text, URL_SAFE_VALUES);
}

function writeBase64(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  let bits = 0;
  let pending = 0;
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet.charAt((pending >> bits) & 63);
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((pending << (6 - bits)) & 63);
}

const STANDARD_VALUES = valuesOf(STANDARD);
const URL_SAFE_VALUES = valuesOf(URL_SAFE);

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

function readBase64(text: string, values: Int8Array): Uint8Array {
  if (text.length % 4 === 1) throw rejection('BYTES_MALFORMED', 'base64 of an impossible length');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let pending = 0;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? -1;
    if (value < 0) throw rejection('BYTES_MALFORMED', 'a character outside the base64 alphabet');
    pending = ((pending << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (pending >> bits) & 255;
    }
  }
  if ((pending & ((1 << bits) - 1)) !== 0) {
    throw rejection('BYTES_MALFORMED', 'base64 with bits set after its last byte');
  }
  return bytes;
}
