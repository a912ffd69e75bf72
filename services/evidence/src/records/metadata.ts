/**
 * Metadata as a client writes it, JSON, and as a note keeps it, canonical CBOR (spec/contracts.md, "Note"). What JSON can say and the
 * note cannot is refused: a fraction that came back as another number would be a changed record. (What a JSON reader rounded before, such as
 * 1.0000000000000000001, cannot be told any more.)
 */

import { rejection } from '@stele/base';
import type { CborValue, JsonValue } from '@stele/protocol';
import { METADATA_DEPTH_MAX } from '../limits.ts';

/** Rejects with METADATA_UNSUPPORTED or TEXT_MALFORMED, data: {pointer} under `pointer`. */
export function metadataToCbor(value: JsonValue, pointer: string, depth = 1): CborValue {
  if (depth > METADATA_DEPTH_MAX) {
    throw unsupported(pointer, `metadata nests at most ${String(METADATA_DEPTH_MAX)} deep`);
  }
  if (typeof value === 'number') return integer(value, pointer);
  if (typeof value === 'string') return wellFormed(value, pointer);
  if (value === null || typeof value === 'boolean') return value;
  if (isList(value)) {
    return value.map((one, i) => metadataToCbor(one, `${pointer}/${String(i)}`, depth + 1));
  }
  const entries = Object.entries(value).map(([name, one]): [string, CborValue] => [
    wellFormed(name, pointer),
    metadataToCbor(one, `${pointer}/${escaped(name)}`, depth + 1),
  ]);
  return new Map(entries);
}

/** Back again. Byte strings and other keys than texts never got in through this service; from elsewhere they are shown as text. */
export function metadataToJson(value: CborValue): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url');
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) {
    const map = value as ReadonlyMap<string | number | bigint, CborValue>;
    // A null prototype: a key named __proto__ is data like any other.
    const object = Object.create(null) as Record<string, JsonValue>;
    for (const [key, one] of map) object[String(key)] = metadataToJson(one);
    return object;
  }
  if (Array.isArray(value)) return (value as readonly CborValue[]).map(metadataToJson);
  return value as string | number | boolean | null;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function integer(value: number, pointer: string): number {
  // −0 has no form of its own.
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw unsupported(pointer, `${String(value)} is no whole number up to 2^53`);
}

/** Text that UTF-8 can write. */
export function wellFormed(text: string, pointer: string): string {
  if (text.isWellFormed()) return text;
  throw rejection('TEXT_MALFORMED', 'a text contains half of a surrogate pair', {
    action: 'Send text that can be written as UTF-8.',
    data: { pointer },
  });
}

/** RFC 6901 §3, in a URI fragment. */
export function escaped(name: string): string {
  return encodeURIComponent(name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}

function unsupported(pointer: string, what: string): Error {
  return rejection('METADATA_UNSUPPORTED', what, { data: { pointer } });
}
