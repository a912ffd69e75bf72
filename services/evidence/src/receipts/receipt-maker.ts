/**
 * Receipts of customers' records: what the ledger proves, and what only the service has: the note, the salt of salted digests, and,
 * in the full form, timestamps of authorities outside the chain.
 */

import { parseReceipt, type Receipt } from '@stele/protocol';
import type { LedgerApi } from '@stele/protocol';
import { withParts } from '../notes/erasable-parts.ts';
import type { NoteStore } from '../notes/note-store.ts';
import type { Stamping } from '../timestamps/stamping.ts';
import type { LedgerRecord } from '../records/record-reader.ts';

export interface ReceiptOptions {
  /** With timestamp tokens, over the first stamped checkpoint that covers the record. */
  readonly full?: boolean;
}

export interface ReceiptMakerOptions {
  readonly api: LedgerApi;
  readonly notes: NoteStore;
  readonly stamping: Stamping;
}

export class ReceiptMaker {
  readonly #options: ReceiptMakerOptions;

  constructor(options: ReceiptMakerOptions) {
    this.#options = options;
  }

  /** The receipt of a record. Fails with NOT_PROVEN while no checkpoint covers it. */
  async make(
    { item, owner, commitment }: LedgerRecord,
    options: ReceiptOptions = {},
  ): Promise<Receipt> {
    const { transaction, ...place } = commitment;
    const proven = await this.#proven(transaction, place, options.full === true);
    const parts = this.#options.notes.get({ account: owner, id: item.id }) ?? {};
    return withParts(proven, parts);
  }

  async #proven(
    transaction: string,
    { index, call, item }: { readonly index: number; readonly call: number; readonly item: number },
    isFull: boolean,
  ): Promise<Receipt> {
    const { api, stamping } = this.#options;
    const stamped = isFull ? await stamping.covering(index) : undefined;
    const checkpoint = stamped === undefined ? {} : { checkpoint: stamped.checkpoint };
    const receipt = parseReceipt(await api.receipt(transaction, { call, item }, checkpoint));
    return stamped === undefined
      ? receipt
      : { ...receipt, timestamps: stamped.tokens.map(({ token }) => token) };
  }
}
