/** The kinds that hold one plain value: fixed bytes, account ids, unsigned integers, booleans, identifiers. */

import { fromHex, isCoded, rejection, toHex } from '@stele/base';
import { isIdentifier } from '@stele/protocol';
import { type Json, type Kind, misfit } from './kind.ts';
import type {
  AccountSchema,
  BoolSchema,
  BytesSchema,
  IdentifierSchema,
  UintSchema,
} from './schema.ts';

/** Wide enough for any digest, key or signature; anything wider could carry prose. */
const FIXED_BYTES_MAX = 128;
const ACCOUNT_BYTES = 16;
const ACCOUNT_PREFIX = 'acc_';

function fixedBytes(value: unknown, length: number, at: string): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== length) {
    throw misfit(at, `not a byte string of ${String(length)} bytes`);
  }
  return value;
}

function hexBytes(text: string, length: number, at: string): Uint8Array {
  try {
    return fixedBytes(fromHex(text), length, at);
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw misfit(at, `not ${String(2 * length)} lower-case hexadecimal digits`);
  }
}

function text(json: Json | undefined, at: string): string {
  if (typeof json !== 'string') throw misfit(at, 'not a string');
  return json;
}

export const bytesKind: Kind<BytesSchema, Uint8Array> = {
  parse: (schema, value, at) => fixedBytes(value, schema.length, at),
  format: (_schema, value) => value,
  fromJson: (schema, json, at) => hexBytes(text(json, at), schema.length, at),
  toJson: (_schema, value) => toHex(value),
  jsonSchema: (schema) => ({
    type: 'string',
    pattern: `^[0-9a-f]{${String(2 * schema.length)}}$`,
  }),
  mayBeAbsent: () => false,
  check({ length }) {
    if (!Number.isInteger(length) || length < 1) {
      throw rejection('SCHEMA_MALFORMED', 'a byte string has a fixed length of 1 or more');
    }
    if (length > FIXED_BYTES_MAX) {
      throw rejection(
        'SCHEMA_FREE_TEXT',
        `a byte string of ${String(length)} bytes has room for text, which entries must not hold`,
        { action: 'pass a digest of it and keep the rest in a note' },
      );
    }
  },
};

export const accountKind: Kind<AccountSchema, Uint8Array> = {
  parse: (_schema, value, at) => fixedBytes(value, ACCOUNT_BYTES, at),
  format: (_schema, value) => value,
  fromJson(_schema, json, at) {
    const written = text(json, at);
    if (!written.startsWith(ACCOUNT_PREFIX)) throw misfit(at, 'an account is acc_ and 32 digits');
    return hexBytes(written.slice(ACCOUNT_PREFIX.length), ACCOUNT_BYTES, at);
  },
  toJson: (_schema, value) => ACCOUNT_PREFIX + toHex(value),
  jsonSchema: () => ({ type: 'string', pattern: '^acc_[0-9a-f]{32}$' }),
  mayBeAbsent: () => false,
  check: () => undefined,
};

function uintValue(value: unknown, max: number, at: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > max) {
    throw misfit(at, `not an integer from 0 to ${String(max)}`);
  }
  return value;
}

export const uintKind: Kind<UintSchema, number> = {
  parse: (schema, value, at) => uintValue(value, schema.max, at),
  format: (_schema, value) => value,
  fromJson: (schema, json, at) => uintValue(json, schema.max, at),
  toJson: (_schema, value) => value,
  jsonSchema: (schema) => ({ type: 'integer', minimum: 0, maximum: schema.max }),
  mayBeAbsent: () => false,
  check({ max }) {
    if (!Number.isSafeInteger(max) || max < 0) {
      throw rejection('SCHEMA_MALFORMED', 'the largest integer is at most 2^53 − 1');
    }
  },
};

function boolValue(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw misfit(at, 'neither true nor false');
  return value;
}

export const boolKind: Kind<BoolSchema, boolean> = {
  parse: (_schema, value, at) => boolValue(value, at),
  format: (_schema, value) => value,
  fromJson: ({ orFalse }, json, at) =>
    orFalse && json === undefined ? false : boolValue(json, at),
  toJson: (_schema, value) => value,
  jsonSchema: () => ({ type: 'boolean' }),
  mayBeAbsent: ({ orFalse }) => orFalse,
  check: () => undefined,
};

function identifierValue({ orEmpty }: IdentifierSchema, value: unknown, at: string): string {
  if (typeof value === 'string' && ((orEmpty && value === '') || isIdentifier(value))) return value;
  throw misfit(at, 'not an identifier: a-z, 0-9 and -, at most 32, not starting with -');
}

export const identifierKind: Kind<IdentifierSchema, string> = {
  parse: identifierValue,
  format: (_schema, value) => value,
  fromJson: (schema, json, at) =>
    schema.orEmpty && (json === undefined || json === null)
      ? ''
      : identifierValue(schema, json, at),
  toJson: (_schema, value) => value,
  jsonSchema: ({ orEmpty }) => ({
    type: 'string',
    pattern: orEmpty ? '^([a-z0-9][a-z0-9-]{0,31})?$' : '^[a-z0-9][a-z0-9-]{0,31}$',
  }),
  mayBeAbsent: (schema) => schema.orEmpty,
  check: () => undefined,
};
