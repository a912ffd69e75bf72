/** Schemas of the parts that requests share: path parameters and the ways bytes are written. */

import { Type } from 'typebox';
import type { TInteger, TString } from 'typebox';

/** Upper bound of heights, indexes and effect numbers: safe integers. */
const NUMBER_MAX = Number.MAX_SAFE_INTEGER;

/** `bytes` bytes as lower-case hexadecimal. */
export function hex(bytes: number, description?: string): TString {
  const pattern = `^[0-9a-f]{${String(2 * bytes)}}$`;
  return Type.String({ pattern, ...(description === undefined ? {} : { description }) });
}

/** Between `min` and `max` bytes as lower-case hexadecimal. */
export function hexBetween(min: number, max: number, description: string): TString {
  return Type.String({
    pattern: `^(?:[0-9a-f]{2}){${String(min)},${String(max)}}$`,
    maxLength: 2 * max,
    description,
  });
}

/** Bytes as base64url; that its last bits are zero is checked when it is read (BYTES_MALFORMED). */
export function base64url(description: string): TString {
  return Type.String({ pattern: '^[A-Za-z0-9_-]*$', description });
}

/** A height, an index, a number of things. */
export function count(description?: string): TInteger {
  const bounds = { minimum: 0, maximum: NUMBER_MAX };
  return Type.Integer({ ...bounds, ...(description === undefined ? {} : { description }) });
}

export const time = Type.String({
  format: 'date-time',
  description: 'RFC 3339, UTC, with milliseconds',
});

export const principal = Type.String({
  maxLength: 4096,
  description:
    '`key:` + 64 hex, `acc_` + 32 hex, `role:organisation/role`, `contract:name`, or `m-of(p,p…)`',
});

/** A principal that is asked about: written in nothing but what such texts consist of, and no longer than an address carries. */
export function principalUpTo(charactersMax: number): TString {
  return Type.String({
    pattern: '^[A-Za-z0-9_:/(),-]*$',
    maxLength: charactersMax,
    description: 'mostly `acc_` + 32 hex; or the text of any other principal',
  });
}

export const chainName = Type.String({
  maxLength: 64,
  description: '`main`, or the chain’s fingerprint',
});

export const ChainParameters = Type.Object({ chain: chainName });

export const EntryParameters = Type.Object({
  chain: chainName,
  index: count('place of the entry in the log'),
});

export const BlockParameters = Type.Object({
  chain: chainName,
  block: Type.String({
    pattern: '^(?:latest|[0-9a-f]{64}|0|[1-9][0-9]{0,15})$',
    description: 'a height, a block hash, or `latest`',
  }),
});

export const TransactionParameters = Type.Object({
  chain: chainName,
  id: hex(32, 'transaction id'),
});
