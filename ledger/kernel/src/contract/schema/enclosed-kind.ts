/**
 * The kind that stands in CBOR as a byte string of its own CBOR. Canonical CBOR nests at most 16 deep (spec/encoding.md); what may
 * hold others of its kind, as terms hold further terms, begins counting anew in here, and has a bound on its bytes.
 */

import { isCoded, rejection } from '@stele/base';
import { type CborValue, decode, encode } from '@stele/protocol';
import { type Kind, misfit } from './kind.ts';
import { checkSchema, format, fromJson, jsonSchema, mayBeAbsent, parse, toJson } from './kinds.ts';
import type { EnclosedSchema } from './schema.ts';

export const enclosedKind: Kind<EnclosedSchema, unknown> = {
  parse({ of, bytesMax }, value, at) {
    if (!(value instanceof Uint8Array)) throw misfit(at, 'not a byte string');
    return parse(of, decoded(bounded(value, bytesMax, at), at), at);
  },
  format: ({ of }, value) => encode(format(of, value)),
  fromJson({ of, bytesMax }, json, at) {
    const value = fromJson(of, json, at);
    bounded(encode(format(of, value)), bytesMax, at);
    return value;
  },
  toJson: ({ of }, value) => toJson(of, value),
  jsonSchema: ({ of }) => jsonSchema(of),
  mayBeAbsent: ({ of }) => mayBeAbsent(of),
  check({ of, bytesMax }) {
    if (!Number.isSafeInteger(bytesMax) || bytesMax < 1) {
      throw rejection('SCHEMA_MALFORMED', 'what is enclosed has a largest number of bytes');
    }
    checkSchema(of);
  },
};

function bounded(bytes: Uint8Array, bytesMax: number, at: string): Uint8Array {
  if (bytes.length > bytesMax) throw misfit(at, `more than ${String(bytesMax)} bytes`);
  return bytes;
}

function decoded(bytes: Uint8Array, at: string): CborValue {
  try {
    return decode(bytes);
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw misfit(at, error.message);
  }
}
