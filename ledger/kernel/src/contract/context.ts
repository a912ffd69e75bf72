/**
 * What a contract's method is given: its place in the log, who acts, and its own tables. Everything a contract can learn is here;
 * that is what makes it deterministic.
 */

import type { CborValue, DigestAlgorithm, Principal } from '@stele/protocol';
import type { Rules } from './rules.ts';

export interface CallContext {
  /** In force for the block that is being made. */
  readonly rules: Rules;
  /** Height, time and log index of the entry that is being made. */
  readonly height: number;
  readonly timeMs: number;
  readonly entryIndex: number;
  /** The call's place in its transaction, from 0. */
  readonly callNumber: number;
  /** Whether this is one of the chain's setup calls, for which nobody signs (spec/contracts.md). */
  readonly setup: boolean;
  /** One or more, all of which have signed. */
  readonly actors: readonly Principal[];
  /** The row of one of the contract's own tables. */
  get(table: string, key: Uint8Array): Uint8Array | undefined;
  /**
   * Writes a row. `terms`, at most TERMS_MAX, each different and of 1 to TERM_BYTES_MAX bytes, are what readers look it up by: who
   * knows a term finds every put that was filed under it (spec/contracts.md, "Terms"). Contracts cannot read by term.
   */
  put(table: string, key: Uint8Array, value: Uint8Array, terms?: readonly Uint8Array[]): void;
  /**
   * Takes a row away; does nothing when there is none. `terms`: of those under which the row's put was filed, the ones by which
   * readers find it no longer.
   */
  delete(table: string, key: Uint8Array, terms?: readonly Uint8Array[]): void;
  /** Says something that no row says. */
  emit(type: string, key: Uint8Array, value: Uint8Array): void;
  /** The items of the transaction's payload `number`; undefined when it does not exist or is a blob. */
  payloadItems(number: number): readonly Uint8Array[] | undefined;
  /** A digest, by the host's library: code of a contract's own would be slow. */
  hash(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array;
  /** What the contract `accounts` says of an open account. */
  account(id: Uint8Array): { readonly administrator: boolean } | undefined;
  /** What an earlier call of the same transaction has remembered for later ones of the same contract. Gone with the transaction; no effect. */
  recall(key: string): Uint8Array | undefined;
  remember(key: string, value: Uint8Array): void;
  /**
   * Runs a method of another contract, a *hook*, which may only refuse: in it put, delete, emit, schedule and ask end the transaction
   * with HOOK_WROTE. What it refuses is the transaction's outcome, whatever the asking contract does then. CONTRACT_UNKNOWN when
   * there is no such method, ARGS_MALFORMED when the arguments are not its own.
   */
  ask(contract: string, method: string, args: readonly CborValue[]): void;
  /**
   * From `atMs` on the contract's `timer` runs by itself, in the first block of that time or a later one that has room for it. One
   * timer a key, of at most TIMER_KEY_BYTES_MAX bytes: a second one replaces the first.
   */
  schedule(atMs: number, key: Uint8Array): void;
  /** Takes a timer away; does nothing when there is none. */
  unschedule(key: Uint8Array): void;
}
