/**
 * Who has to sign a transaction, and which keys may speak for them (spec/transaction.md, "Principal"): the kernel's own question, asked
 * of what is committed, before anything is ordered. Accounts stand for the keys that speak for them now.
 */

import { toHex } from '@stele/base';
import {
  type Principal,
  principalToText,
  type Signature,
  type Suite,
  keyHash,
  type TransactionContent,
} from '@stele/protocol';

/** The authority of an open account. */
export type AuthorityOf = (account: Uint8Array) => Principal | undefined;

/** Hashes of keys, in hexadecimal. */
export type KeySet = ReadonlySet<string>;

/** Everybody who acts or pays, each once. */
export function signersOf({ calls, payer }: TransactionContent): readonly Principal[] {
  const named = [...calls.flatMap(({ actors }) => actors), ...(payer === null ? [] : [payer])];
  return [...new Map(named.map((one) => [principalToText(one), one])).values()];
}

/** The keys whose signatures are there. */
export function keysThatSigned(suite: Suite, signatures: readonly Signature[]): KeySet {
  return new Set(signatures.map(({ algorithm, key }) => toHex(keyHash(suite, algorithm, key))));
}

/** Whether these keys satisfy a principal. */
export function isSatisfied(principal: Principal, keys: KeySet, authorityOf: AuthorityOf): boolean {
  switch (principal.kind) {
    case 'key':
      return keys.has(toHex(principal.hash));
    case 'account': {
      const authority = authorityOf(principal.account);
      return authority !== undefined && isSatisfied(authority, keys, authorityOf);
    }
    case 'threshold': {
      const satisfied = principal.members.filter((one) => isSatisfied(one, keys, authorityOf));
      return satisfied.length >= principal.m;
    }
    case 'role':
    case 'contract':
      return false;
  }
}

/** Every key that may help to satisfy a principal. */
export function keysOf(principal: Principal, authorityOf: AuthorityOf): KeySet {
  switch (principal.kind) {
    case 'key':
      return new Set([toHex(principal.hash)]);
    case 'account': {
      const authority = authorityOf(principal.account);
      return authority === undefined ? new Set() : keysOf(authority, authorityOf);
    }
    case 'threshold':
      return new Set(principal.members.flatMap((one) => [...keysOf(one, authorityOf)]));
    case 'role':
    case 'contract':
      return new Set();
  }
}

/** Principals that the keys do not satisfy yet. */
export function missingOf(
  content: TransactionContent,
  keys: KeySet,
  authorityOf: AuthorityOf,
): readonly Principal[] {
  return signersOf(content).filter((one) => !isSatisfied(one, keys, authorityOf));
}

/** Whether a key that speaks for `party` could still help: one that has not signed, of somebody who is missing. */
export function isAwaited(
  { missing, keys }: { readonly missing: readonly Principal[]; readonly keys: KeySet },
  party: Principal,
  authorityOf: AuthorityOf,
): boolean {
  const own = [...keysOf(party, authorityOf)].filter((key) => !keys.has(key));
  return missing.some((one) => {
    const wanted = keysOf(one, authorityOf);
    return own.some((key) => wanted.has(key));
  });
}
