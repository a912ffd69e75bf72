/** A transaction on its way into a block. */

import type { Payload, Transaction } from '@stele/protocol';

export interface Candidate {
  readonly id: Uint8Array;
  /** The encoded transaction: the content of the entry it becomes. */
  readonly tx: Uint8Array;
  /** The same, read; `id`, `transaction` and `payloads` passed inspectTransaction together. */
  readonly transaction: Transaction;
  readonly payloads: readonly Payload[];
  /** Whether all signatures are valid, if that is known: a pure function of bytes, so any thread may have found out. */
  readonly verified: boolean | undefined;
}

/** What became of a candidate. */
export interface Result {
  readonly id: Uint8Array;
  /** Empty: success. Of a void candidate the reason why nothing of it is in the log. */
  readonly code: string;
  /** Index of its entry; undefined: void, there is none (spec/transaction.md, "When a transaction is not even refused"). */
  readonly index: number | undefined;
}
