/**
 * What a ledger answers about transactions of several: the part of LedgerApi that collects signatures until everybody has signed who
 * has to. What waits is in no log and may be forgotten by a node; who has all signatures can always submit by themselves.
 */

import type { SubmitOptions, SubmitResult } from './ledger-api.ts';
import type { Signature } from './signature.ts';
import type { Submission } from './submission.ts';

export interface InboxApi {
  /**
   * Hands in a transaction that others have still to sign. It is kept until it is signed by all, withdrawn, or no longer valid;
   * handed in again, its signatures are added. One that is signed by all is submitted at once. Rejects with the codes of `submit`;
   * SIGNATURE_UNWANTED (a key that speaks for nobody who has to sign), INBOX_FULL, INBOX_SHARE_FULL.
   */
  collect(submission: Submission, options: CollectOptions): Promise<SubmitResult | Collecting>;
  /** Adds signatures to a transaction that waits. PENDING_UNKNOWN; SIGNATURE_INVALID, SIGNATURE_UNWANTED. */
  addSignatures(
    id: string,
    signatures: readonly Signature[],
    options: SubmitOptions,
  ): Promise<SubmitResult | Collecting>;
  /** Transactions that wait for a signature by a key that may speak for the account, by when they were handed in. */
  inbox(query: InboxQuery): Promise<readonly PendingView[]>;
  /** One that waits. PENDING_UNKNOWN. */
  pending(id: string): Promise<PendingView>;
  /** Takes back what was handed in. PENDING_UNKNOWN; NOT_SUBMITTER for anybody else. */
  withdraw(id: string, by?: string): Promise<void>;
}

export interface CollectOptions extends SubmitOptions {
  /** Who hands in: the share of the inbox is theirs, and only they withdraw. Over HTTP the node says it, by the key. */
  readonly by?: string;
}

export interface InboxQuery {
  /** `acc_…`, or the text of any other principal. */
  readonly account: string;
}

/** What `collect` says of a transaction that lacks signatures. */
export interface Collecting {
  readonly id: string;
  readonly status: 'collecting';
  /** Principals that are not satisfied yet. */
  readonly missing: readonly string[];
  readonly validUntil: string;
}

export interface PendingView {
  readonly id: string;
  /** The body, to be decoded, understood and signed. */
  readonly transaction: string;
  readonly validUntil: string;
  /** In the node's words: whoever signs trusts what they decode themselves. */
  readonly summary: { readonly en: string; readonly 'zh-CN': string };
  readonly signers: readonly string[];
  readonly missing: readonly string[];
  readonly signatures: readonly { readonly algorithm: number; readonly key: string }[];
}
