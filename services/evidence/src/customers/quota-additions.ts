/**
 * Packages bought: each is added once, however often its request is sent. What is kept under an Idempotency-Key is the signed transaction
 * itself, before it is handed in: sent again it is the same transaction, and the ledger takes a transaction once.
 */

import {
  fromHex,
  fromUtf8,
  isCoded,
  rejection,
  toBase64url,
  fromBase64url,
  toHex,
  utf8,
} from '@stele/base';
import type { Ledger, SignedTransaction } from '@stele/sdk';
import { namedKey } from '../store/key-space.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { Turns } from '../turns.ts';

export interface AdditionRequest {
  readonly key: string;
  /** 16 bytes. */
  readonly account: Uint8Array;
  readonly units: number;
}

export interface Addition {
  /** It was there from an earlier request. */
  readonly replayed: boolean;
}

interface StoredAddition {
  readonly version: 1;
  readonly account: string;
  readonly units: number;
  readonly id: string;
  readonly tx: string;
}

export class QuotaAdditions {
  readonly #store: ServiceStore;
  readonly #ledger: Ledger;
  readonly #turns = new Turns();

  constructor(store: ServiceStore, ledger: Ledger) {
    this.#store = store;
    this.#ledger = ledger;
  }

  /** Rejects with IDEMPOTENCY_KEY_REUSED, and what the ledger refuses it with. */
  once(request: AdditionRequest, make: () => SignedTransaction): Promise<Addition> {
    return this.#turns.take(request.key, () => this.#once(request, make));
  }

  async #once(request: AdditionRequest, make: () => SignedTransaction): Promise<Addition> {
    const stored = this.#stored(request);
    if (stored === undefined) return this.#begin(request, make());
    try {
      const { replayed } = await this.#ledger.submit(stored);
      return { replayed };
    } catch (error) {
      if (!isCoded(error, 'EXPIRED')) throw error;
      // The ledger looks at the time first: what it recorded in time is expired by now, too.
      if (await this.#isRecorded(stored)) return { replayed: true };
      // It never came to the ledger, and cannot any more.
      return this.#begin(request, make());
    }
  }

  /** Whether the ledger has it. Rejects with what it was refused with. */
  async #isRecorded({ id }: SignedTransaction): Promise<boolean> {
    try {
      const { code } = await this.#ledger.transport.transaction(toHex(id));
      if (code !== '') throw rejection(code, 'the package was refused when it was asked for first');
      return true;
    } catch (error) {
      if (isCoded(error, 'TRANSACTION_UNKNOWN')) return false;
      throw error;
    }
  }

  async #begin(request: AdditionRequest, signed: SignedTransaction): Promise<Addition> {
    const stored: StoredAddition = {
      version: 1,
      account: toHex(request.account),
      units: request.units,
      id: toHex(signed.id),
      tx: toBase64url(signed.submission.tx),
    };
    const value = utf8(JSON.stringify(stored));
    await this.#store.write([{ kind: 'put', key: rowOf(request), value }]);
    await this.#ledger.submit(signed);
    return { replayed: false };
  }

  #stored(request: AdditionRequest): SignedTransaction | undefined {
    const row = this.#store.get(rowOf(request));
    if (row === undefined) return undefined;
    const { account, units, id, tx } = JSON.parse(fromUtf8(row)) as StoredAddition;
    if (account !== toHex(request.account) || units !== request.units) {
      throw rejection('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key added something else before');
    }
    return { id: fromHex(id), submission: { tx: fromBase64url(tx), payloads: [] } };
  }
}

function rowOf({ key }: AdditionRequest): Uint8Array {
  return namedKey('mark', `quota-addition/${key}`);
}
