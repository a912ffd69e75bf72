/** JSON for CBOR whose meaning is not known: arguments of a call that was refused, rows of a contract that is not at hand. */

import { toHex } from '@stele/base';
import type { CborKey, CborValue } from '@stele/protocol';
import type { Json } from './kind.ts';

/** Byte strings as hexadecimal, large integers as decimal strings, maps as lists of pairs. For reading, not for reading back. */
export function rawToJson(value: CborValue): Json {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return (value as readonly CborValue[]).map(rawToJson);
  if (value instanceof Map) {
    const pairs = value as ReadonlyMap<CborKey, CborValue>;
    return [...pairs].map(([key, one]) => [rawToJson(key), rawToJson(one)]);
  }
  return value as Json;
}
