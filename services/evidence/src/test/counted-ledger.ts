/** A ledger that counts what is read of it. */

import type { LedgerApi } from '@stele/protocol';

export interface Reads {
  entry: number;
  payloadItems: number;
  /** Of all calls of payloadItems. */
  items: number;
  block: number;
  find: number;
}

/** Counts, from now on, what `api` is asked, whoever asks. */
export function countReads(api: LedgerApi): Reads {
  const reads: Reads = { entry: 0, payloadItems: 0, items: 0, block: 0, find: 0 };
  const asked = { ...api };
  const counting: Partial<LedgerApi> = {
    entry: (index) => {
      reads.entry++;
      return asked.entry(index);
    },
    payloadItems: async (query) => {
      reads.payloadItems++;
      const items = await asked.payloadItems(query);
      reads.items += items.length;
      return items;
    },
    block: (reference) => {
      reads.block++;
      return asked.block(reference);
    },
    find: (query) => {
      reads.find++;
      return asked.find(query);
    },
  };
  Object.assign(api, counting);
  return reads;
}
