/** How values of the ledger are written for people (api.ts): times, hexadecimal, decoded CBOR, effects. */

import { fromHex, isCoded, rejection, toHex } from '@stele/base';
import {
  type CborKey,
  type CborValue,
  decode,
  type Effect,
  type EffectView,
  type JsonValue,
  type PayloadRoot,
  type PayloadRootView,
} from '@stele/protocol';

/** RFC 3339, UTC, with milliseconds. */
export function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** Bytes as hexadecimal, integers beyond 2^53 as decimal text, map keys as text. For readers, not for hashing. */
function cborToJson(value: CborValue): JsonValue {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return (value as readonly CborValue[]).map(cborToJson);
  if (value instanceof Map) {
    const pairs = [...(value as ReadonlyMap<CborKey, CborValue>)];
    return Object.fromEntries(pairs.map(([key, one]) => [String(key), cborToJson(one)]));
  }
  return value as string | number | boolean | null;
}

export function effectView(effect: Effect, number?: number): EffectView {
  const { kind, contract, table, key, value } = effect;
  return {
    ...(number === undefined ? {} : { number }),
    kind,
    contract,
    table,
    key: toHex(key),
    value: value === null ? null : valueToJson(value),
  };
}

/** Values are canonical CBOR by convention of the built-in contracts; others are shown as the bytes they are. */
function valueToJson(value: Uint8Array): JsonValue {
  try {
    return cborToJson(decode(value));
  } catch (error) {
    if (isCoded(error)) return toHex(value);
    throw error;
  }
}

export function payloadRootView({ root, count, bytes, kind }: PayloadRoot): PayloadRootView {
  return { root: toHex(root), count, bytes, kind };
}

const HASH = /^[0-9a-f]{64}$/;

/** A hash or id as bytes; undefined when the text is none. */
export function hashFromText(text: string): Uint8Array | undefined {
  return HASH.test(text) ? fromHex(text) : undefined;
}

/** The id that a path or argument names. Rejects with TRANSACTION_UNKNOWN. */
export function idFromText(id: string): Uint8Array {
  const bytes = hashFromText(id);
  if (bytes === undefined) throw transactionUnknown(id);
  return bytes;
}

export function transactionUnknown(id: string): Error {
  return rejection('TRANSACTION_UNKNOWN', `the log has no transaction ${id.slice(0, 64)}`);
}
