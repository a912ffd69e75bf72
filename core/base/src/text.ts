/**
 * UTF-8 (RFC 3629), strict in both directions. Hand-written because TextDecoder exists in neither QuickJS nor ES2023, and because
 * replacement characters must never appear silently.
 */

import { rejection } from './errors.ts';

/** Text to UTF-8. Rejects unpaired surrogates with TEXT_MALFORMED. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[length++] = unit;
      continue;
    }
    const point = text.codePointAt(i) ?? unit;
    if (point >= 0xd800 && point <= 0xdfff) {
      throw rejection('TEXT_MALFORMED', 'text contains an unpaired surrogate');
    }
    if (point > 0xffff) i++;
    length = writePoint(bytes, length, point);
  }
  return bytes.slice(0, length);
}

function writePoint(bytes: Uint8Array, start: number, point: number): number {
  let at = start;
  if (point < 0x800) {
    bytes[at++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      bytes[at++] = 0xe0 | (point >> 12);
    } else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 63);
    }
    bytes[at++] = 0x80 | ((point >> 6) & 63);
  }
  bytes[at++] = 0x80 | (point & 63);
  return at;
}

/** UTF-8 to text. Rejects anything but well-formed UTF-8 with TEXT_MALFORMED. */
export function fromUtf8(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      at++;
      continue;
    }
    const length = sequenceLength(first);
    const point = readPoint(bytes, at, length);
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

function sequenceLength(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  throw malformed();
}

const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function readPoint(bytes: Uint8Array, start: number, length: number): number {
  const rest = bytes.subarray(start + 1, start + length);
  let point = (bytes[start] ?? 0) & (0xff >> (length + 1));
  for (const next of rest) {
    if ((next & 0xc0) !== 0x80) throw malformed();
    point = (point << 6) | (next & 63);
  }
  if (rest.length + 1 < length || !isScalar(point, SMALLEST[length] ?? 0)) throw malformed();
  return point;
}

/** A Unicode scalar value that needs as many bytes as it was given. */
function isScalar(point: number, smallest: number): boolean {
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  return point >= smallest && point <= 0x10ffff && !surrogate;
}

function malformed(): Error {
  return rejection('TEXT_MALFORMED', 'not well-formed UTF-8');
}
