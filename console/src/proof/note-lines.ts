/** A note's metadata as lines of text, `path: value`: any CBOR that a stranger put there, at most so much of it. */

import { toHex } from '@stele/base';
import type { CborValue } from '@stele/protocol';

const LINES_MAX = 100;

export function noteLines(metadata: CborValue): readonly string[] {
  const lines: string[] = [];
  add(lines, '', metadata);
  return lines;
}

function add(lines: string[], path: string, value: CborValue): void {
  if (lines.length === LINES_MAX) lines.push('…');
  if (lines.length > LINES_MAX) return;
  if (value instanceof Map) {
    for (const [key, field] of value) add(lines, joined(path, String(key)), field as CborValue);
  } else if (Array.isArray(value)) {
    value.forEach((item: CborValue, i) => add(lines, joined(path, String(i + 1)), item));
  } else {
    const written = value instanceof Uint8Array ? toHex(value) : plain(value);
    lines.push(path === '' ? written : `${path}: ${written}`);
  }
}

function plain(value: Exclude<CborValue, Uint8Array>): string {
  return typeof value === 'object' ? '' : String(value);
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
