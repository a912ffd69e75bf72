/**
 * What a contract's method is given: its place in the log, who acts, and its own tables. Everything a contract can learn is here;
 * that is what makes it deterministic.
 */

import type { Principal } from '@stele/protocol';
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
  /** Takes a row away; does nothing when there is none. */
  delete(table: string, key: Uint8Array): void;
  /** Says something that no row says. */
  emit(type: string, key: Uint8Array, value: Uint8Array): void;
  /** The items of the transaction's payload `number`; undefined when it does not exist or is a blob. */
  payloadItems(number: number): readonly Uint8Array[] | undefined;
}
