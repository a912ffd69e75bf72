/**
 * The names of things (spec/assets.md, "Identity"): pure functions of what they name, so that a client turns a name into an id by
 * itself and no node can exchange one for another.
 */

import { concat, fromHex, isCoded, rejection, toHex, utf8 } from '@stele/base';
import { type Scalar } from '@stele/kernel/contract';
import { encode, isIdentifier, type Principal, principalToCbor } from '@stele/protocol';
import type { Handle } from './schema/mark.ts';

/** SHA-256. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const ID_BYTES = 16;
const GUARD_BYTES = 8;
const OUTPUT_KEY_BYTES = 10;
const OUTPUT_PREFIX = 'out_';
const CLASS_DOMAIN = utf8('stele/class/v1\0');
const SLOT_DOMAIN = utf8('stele/slot/v1\0');

/** The id of class organisation/name. */
export function classId(sha256: Sha256, organisation: string, name: string): Uint8Array {
  return sha256(concat(CLASS_DOMAIN, utf8(`${organisation}/${name}`))).slice(0, ID_BYTES);
}

/** The slot of a class in which all attributes have these values. */
export function slotId(
  sha256: Sha256,
  classOf: Uint8Array,
  attributes: readonly Scalar[],
): Uint8Array {
  return sha256(concat(SLOT_DOMAIN, classOf, encode(attributes))).slice(0, ID_BYTES);
}

/** Where an output was made. */
export interface OutputPlace {
  /** Index of the entry. */
  readonly index: number;
  readonly call: number;
  readonly place: number;
}

/** Bytes of an index. */
const INDEX_BYTES = 8;

/** Sequential, so that what was made together stands together. By hand: a DataView costs more than all the rest of a key. */
export function outputKey({ index, call, place }: OutputPlace): Uint8Array {
  const key = new Uint8Array(OUTPUT_KEY_BYTES);
  let rest = index;
  for (let at = INDEX_BYTES - 1; rest > 0; at--) {
    key[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  key[INDEX_BYTES] = call;
  key[INDEX_BYTES + 1] = place;
  return key;
}

export function outputPlaceOf(key: Uint8Array): OutputPlace {
  const index = key.subarray(0, INDEX_BYTES).reduce((value, byte) => value * 256 + byte, 0);
  return { index, call: key[INDEX_BYTES] ?? 0, place: key[INDEX_BYTES + 1] ?? 0 };
}

/** What an input says of the row it spends, so that a signer has signed what it is. */
export function guardOf(sha256: Sha256, row: Uint8Array): Uint8Array {
  return sha256(row).slice(0, GUARD_BYTES);
}

export const PARTY_BYTES = 1 + ID_BYTES;
const ACCOUNT_PARTY = 0;
const DIGEST_PARTY = 1;

/**
 * A principal in 17 bytes: an account by its id, any other by a digest; the first says which. Whoever opens an account chooses its id,
 * and would choose the digest of somebody whose rights they want.
 */
export function partyOf(sha256: Sha256, principal: Principal): Uint8Array {
  const isAccount = principal.kind === 'account';
  const party = new Uint8Array(PARTY_BYTES);
  party[0] = isAccount ? ACCOUNT_PARTY : DIGEST_PARTY;
  party.set(isAccount ? principal.account : digestId(sha256, principal), 1);
  return party;
}

function digestId(sha256: Sha256, principal: Principal): Uint8Array {
  return sha256(encode(principalToCbor(principal))).slice(0, ID_BYTES);
}

/** Of the longest handle, a class and a party, and its kind. */
export const HANDLE_BYTES = 1 + ID_BYTES + PARTY_BYTES;
const HANDLE_KINDS = ['output', 'slot', 'class', 'holder', 'party'] as const;

/** The key under which what is marked stands in the table `marks`. */
export function markKey(sha256: Sha256, handle: Handle): Uint8Array {
  return handleKey(handle.kind, handleBytes(sha256, handle));
}

/** The same of what is known as bytes already. */
export function handleKey(kind: Handle['kind'], ...parts: readonly Uint8Array[]): Uint8Array {
  const key = new Uint8Array(HANDLE_BYTES);
  key[0] = HANDLE_KINDS.indexOf(kind);
  let at = 1;
  for (const part of parts) {
    key.set(part, at);
    at += part.length;
  }
  return key;
}

function handleBytes(sha256: Sha256, handle: Handle): Uint8Array {
  switch (handle.kind) {
    case 'slot':
      return concat(handle.value.class, handle.value.slot);
    case 'holder':
      return concat(handle.value.class, partyOf(sha256, handle.value.party));
    case 'party':
      return partyOf(sha256, handle.value);
    case 'output':
    case 'class':
      return handle.value;
  }
}

/** Outputs that count for a party, of one class. */
export function holdingTerm(party: Uint8Array, classOf: Uint8Array): Uint8Array {
  return termOf(1, party, classOf);
}

/** Holds with an exit that a party may take. */
export function exitTerm(party: Uint8Array): Uint8Array {
  return termOf(2, party);
}

/** Every balance that a party has had in a class. */
export function balanceTerm(party: Uint8Array, classOf: Uint8Array): Uint8Array {
  return termOf(3, party, classOf);
}

/** The first balance of every class that a party has had. */
export function partyTerm(party: Uint8Array): Uint8Array {
  return termOf(4, party);
}

const NOTHING = new Uint8Array(0);

function termOf(kind: number, party: Uint8Array, classOf: Uint8Array = NOTHING): Uint8Array {
  const term = new Uint8Array(1 + party.length + classOf.length);
  term[0] = kind;
  term.set(party, 1);
  term.set(classOf, 1 + party.length);
  return term;
}

/** `out_` and 20 hexadecimal digits. */
export function outputToText(key: Uint8Array): string {
  return OUTPUT_PREFIX + toHex(key);
}

/** Reads an output's text. Rejects with OUTPUT_TEXT_MALFORMED. */
export function outputFromText(text: string): Uint8Array {
  const key = text.startsWith(OUTPUT_PREFIX) ? hexOf(text.slice(OUTPUT_PREFIX.length)) : undefined;
  if (key?.length === OUTPUT_KEY_BYTES) return key;
  throw rejection('OUTPUT_TEXT_MALFORMED', 'an output is written out_ and 20 hexadecimal digits');
}

/** The id of a class by its 32 hexadecimal digits, or by `organisation/name`, in addresses `organisation~name`. Rejects with CLASS_TEXT_MALFORMED. */
export function classFromText(sha256: Sha256, text: string): Uint8Array {
  const [organisation = '', name = '', ...more] = text.split(/[/~]/);
  if (more.length === 0 && isIdentifier(organisation) && isIdentifier(name)) {
    return classId(sha256, organisation, name);
  }
  const id = hexOf(text);
  if (id?.length === ID_BYTES) return id;
  throw rejection('CLASS_TEXT_MALFORMED', 'a class is organisation/name or 32 hexadecimal digits');
}

function hexOf(text: string): Uint8Array | undefined {
  try {
    return fromHex(text);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return undefined;
  }
}
