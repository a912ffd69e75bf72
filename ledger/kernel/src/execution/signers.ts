/**
 * Who has signed, and whether that satisfies a principal (spec/transaction.md, "Principal"). Accounts are resolved to their authority
 * when asked; nothing stands for roles and contracts yet.
 */

import { equal } from '@stele/base';
import {
  type KeyAlgorithm,
  keyHash,
  type Principal,
  type Signature,
  type Suite,
  type TransactionContent,
} from '@stele/protocol';
import { byteString } from '../store/byte-string.ts';
import type { Accounts } from './accounts.ts';

/** The signers of one transaction. Asked only before its calls run, so what is satisfied stays so. */
export class Signers {
  readonly #accounts: Accounts;
  readonly #hasSigned: (keyHash: Uint8Array) => boolean;
  /** The account found satisfied last: most transactions name one account twice, as payer and as actor. */
  #satisfied: Uint8Array | undefined;

  constructor(accounts: Accounts, hasSigned: (keyHash: Uint8Array) => boolean) {
    this.#accounts = accounts;
    this.#hasSigned = hasSigned;
  }

  satisfy(principal: Principal): boolean {
    switch (principal.kind) {
      case 'key':
        return this.#hasSigned(principal.hash);
      case 'account':
        return this.#satisfyAccount(principal.account);
      case 'threshold':
        return principal.members.filter((member) => this.satisfy(member)).length >= principal.m;
      case 'role':
      case 'contract':
        return false;
    }
  }

  #satisfyAccount(account: Uint8Array): boolean {
    if (this.#satisfied !== undefined && equal(this.#satisfied, account)) return true;
    const authority = this.#accounts.authorityOf(account);
    if (authority === undefined || !this.satisfy(authority)) return false;
    this.#satisfied = account;
    return true;
  }
}

/** Whether every actor of every call is satisfied. */
export function haveActorsSigned({ calls }: TransactionContent, signers: Signers): boolean {
  return calls.every(({ actors }) => actors.every((actor) => signers.satisfy(actor)));
}

/** Those who signed: `signatures` have been verified. */
export function signersOf(
  signatures: readonly Signature[],
  accounts: Accounts,
  keyHashes: KeyHashes,
): Signers {
  const hashes = signatures.map((signature) => keyHashes.of(signature));
  return new Signers(accounts, (wanted) => hashes.some((hash) => equal(hash, wanted)));
}

/** For a dry run: every key signs, so only what nobody can satisfy is missing. */
export function willingSigners(accounts: Accounts): Signers {
  return new Signers(accounts, () => true);
}

const KEYS_MAX = 16_384;

/** Hashes of public keys. The same keys sign again and again, so they are kept. */
export class KeyHashes {
  readonly #suite: Suite;
  readonly #hashes: Readonly<Record<KeyAlgorithm, Map<string, Uint8Array>>> = {
    1: new Map(),
    2: new Map(),
    3: new Map(),
  };

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  of({ algorithm, key }: Signature): Uint8Array {
    const hashes = this.#hashes[algorithm];
    const name = byteString(key);
    let hash = hashes.get(name);
    if (hash === undefined) {
      if (hashes.size >= KEYS_MAX) hashes.clear();
      hashes.set(name, (hash = keyHash(this.#suite, algorithm, key)));
    }
    return hash;
  }
}
