/** The kinds of what assets are counted and described by: amounts and scalars. */

import { assert } from '@stele/base';
import { isIdentifier } from '@stele/protocol';
import { type Json, type Kind, misfit } from './kind.ts';
import { accountKind, bytesKind } from './plain-kinds.ts';
import type { AmountSchema, Scalar, ScalarSchema } from './schema.ts';

/** 2^128 − 1: 16 bytes. */
const AMOUNT_MAX = (1n << 128n) - 1n;
const AMOUNT_BYTES_MAX = 16;
/** What an amount in CBOR begins with, so that amounts of another form may come later. */
const PLAIN_AMOUNT = 0;

function amountValue(value: bigint, at: string): bigint {
  if (value < 1n || value > AMOUNT_MAX) throw misfit(at, 'not an amount from 1 to 2^128 − 1');
  return value;
}

/** Of so many bytes any integer is a safe number. */
const SAFE_BYTES = 6;

/** By numbers as far as they are safe: amounts are mostly of few bytes, and several are read and written in each transfer. */
function amountOf(bytes: Uint8Array, at: string): bigint {
  if (bytes.length > AMOUNT_BYTES_MAX || bytes[0] === 0) {
    throw misfit(at, 'not the fewest bytes of an amount up to 2^128 − 1');
  }
  if (bytes.length <= SAFE_BYTES) {
    let small = 0;
    for (const byte of bytes) small = small * 256 + byte;
    return amountValue(BigInt(small), at);
  }
  return amountValue(
    bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n),
    at,
  );
}

/** Where an amount is put together, from its last byte on. */
const digits = new Uint8Array(AMOUNT_BYTES_MAX);

function amountBytes(amount: bigint): Uint8Array {
  let at = AMOUNT_BYTES_MAX;
  let rest = amount;
  for (; rest > Number.MAX_SAFE_INTEGER; rest >>= 8n) digits[--at] = Number(rest & 0xffn);
  for (let low = Number(rest); low > 0; low = Math.floor(low / 256)) digits[--at] = low % 256;
  assert(at >= 0, 'an amount is at most 2^128 − 1');
  return digits.slice(at);
}

/** Decimal, without sign or leading zeros: one text an amount. */
const DECIMAL = /^[1-9][0-9]{0,38}$/;

export const amountKind: Kind<AmountSchema, bigint> = {
  parse(_schema, value, at) {
    if (!Array.isArray(value)) throw misfit(at, 'not an amount');
    const [form, bytes] = value as readonly unknown[];
    const isPlain = value.length === 2 && form === PLAIN_AMOUNT && bytes instanceof Uint8Array;
    if (!isPlain) throw misfit(at, 'not an amount of a form that is known');
    return amountOf(bytes, at);
  },
  format: (_schema, value) => [PLAIN_AMOUNT, amountBytes(value)],
  fromJson(_schema, json, at) {
    if (typeof json !== 'string' || !DECIMAL.test(json)) {
      throw misfit(at, 'not an amount: a string of decimal digits, without leading zeros');
    }
    return amountValue(BigInt(json), at);
  },
  toJson: (_schema, value) => value.toString(),
  jsonSchema: () => ({ type: 'string', pattern: '^[1-9][0-9]{0,38}$' }),
  mayBeAbsent: () => false,
  check: () => undefined,
};

const ACCOUNT_BYTES = 16;
const DIGEST = { kind: 'bytes', length: 32 } as const;
const ACCOUNT = { kind: 'account' } as const;
const ACCOUNT_PREFIX = 'acc_';
const DIGEST_DIGITS = 64;

function scalarValue(value: unknown, at: string): Scalar {
  if (value instanceof Uint8Array) {
    if (value.length === ACCOUNT_BYTES || value.length === DIGEST.length) return value;
  } else if (typeof value === 'string' ? isIdentifier(value) : isUint(value)) {
    return value as string | number;
  }
  throw misfit(at, 'not an integer, an identifier, an account or a digest of 32 bytes');
}

function isUint(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** No identifier has an underscore or 64 characters, so that a text says by itself what it is. */
export const scalarKind: Kind<ScalarSchema, Scalar> = {
  parse: (_schema, value, at) => scalarValue(value, at),
  format: (_schema, value) => value,
  fromJson(_schema, json, at) {
    if (typeof json !== 'string') return scalarValue(json, at);
    if (json.startsWith(ACCOUNT_PREFIX)) return accountKind.fromJson(ACCOUNT, json, at);
    if (json.length === DIGEST_DIGITS) return bytesKind.fromJson(DIGEST, json, at);
    return scalarValue(json, at);
  },
  toJson(_schema, value): Json {
    if (!(value instanceof Uint8Array)) return value;
    return value.length === ACCOUNT_BYTES
      ? accountKind.toJson(ACCOUNT, value)
      : bytesKind.toJson(DIGEST, value);
  },
  jsonSchema: () => ({
    anyOf: [
      { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      {
        type: 'string',
        pattern: '^([a-z0-9][a-z0-9-]{0,31}|acc_[0-9a-f]{32}|[0-9a-f]{64})$',
      },
    ],
  }),
  mayBeAbsent: () => false,
  check: () => undefined,
};
