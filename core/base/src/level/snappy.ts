/** Snappy's raw format (its format_description.txt), unpacked: of blocks whose checksum fits, so nothing here has to be distrusted. */

import { Varints } from './varints.ts';

const LITERAL = 0;
/** Literals up to this length say it in their first byte. */
const SHORT_LITERAL_MAX = 60;

export function unsnappied(bytes: Uint8Array): Uint8Array {
  const varints = new Varints(bytes);
  const out = new Uint8Array(varints.next());
  let { at } = varints;
  for (let written = 0; written < out.length && at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const kind = tag & 3;
    if (kind === LITERAL) {
      const { start, length } = literalAt(bytes, at, tag);
      out.set(bytes.subarray(start, start + length), written);
      written += length;
      at = start + length;
      continue;
    }
    const { distance, length, next } = copyAt(bytes, at, tag);
    // Byte by byte: a copy may reach into itself.
    for (let i = 0; i < length; i++, written++) out[written] = out[written - distance] ?? 0;
    at = next;
  }
  return out;
}

function literalAt(
  bytes: Uint8Array,
  at: number,
  tag: number,
): { readonly start: number; readonly length: number } {
  const short = (tag >> 2) + 1;
  if (short <= SHORT_LITERAL_MAX) return { start: at + 1, length: short };
  const digits = short - SHORT_LITERAL_MAX;
  return { start: at + 1 + digits, length: littleEndian(bytes, at + 1, digits) + 1 };
}

function copyAt(
  bytes: Uint8Array,
  at: number,
  tag: number,
): { readonly distance: number; readonly length: number; readonly next: number } {
  const kind = tag & 3;
  if (kind === 1) {
    const distance = ((tag >> 5) << 8) + (bytes[at + 1] ?? 0);
    return { distance, length: ((tag >> 2) & 7) + 4, next: at + 2 };
  }
  const digits = kind === 2 ? 2 : 4;
  const distance = littleEndian(bytes, at + 1, digits);
  return { distance, length: (tag >> 2) + 1, next: at + 1 + digits };
}

function littleEndian(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = digits - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
