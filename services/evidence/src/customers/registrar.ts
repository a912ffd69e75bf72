/**
 * What becomes of customers on the ledger: their accounts are opened and their quotas set by the operator's account, which is an
 * administrator (spec/contracts.md, "accounts"). The ledger comes first, the service's own row after it: a crash in between leaves an
 * account nobody knows of, never a customer without one.
 */

import { createHash } from 'node:crypto';
import { isCoded, rejection, toHex } from '@stele/base';
import { ACCOUNT_BYTES, decode, keyPrincipal } from '@stele/protocol';
import {
  addQuota,
  type Ledger,
  openAccount,
  type Owner,
  type PlannedCall,
  setQuota,
  sign,
  type SignedTransaction,
} from '@stele/sdk';
import type { DerivedKeys } from '../secrets/derived-keys.ts';
import type { Addition, QuotaAdditions } from './quota-additions.ts';
import type { Customer } from './customer.ts';
import { Turns } from '../turns.ts';
import type { Customers } from './customers.ts';

export interface RegistrarOptions {
  readonly ledger: Ledger;
  /** An administrator account. */
  readonly operator: Owner;
  readonly customers: Customers;
  readonly additions: QuotaAdditions;
  readonly derived: (account: Uint8Array) => DerivedKeys;
}

export interface NewCustomer {
  readonly name: string;
  /** Of a customer that signs itself; absent: hosted. */
  readonly publicKey?: Customer['publicKey'] | undefined;
  /** Records it may make; null: no limit. */
  readonly quota: number | null;
  readonly publicLookup: boolean;
  readonly disclosed: boolean;
  /** 16 bytes; the same again is the same customer. Random when absent. */
  readonly account?: Uint8Array | undefined;
}

export interface Registered {
  readonly customer: Customer;
  readonly replayed: boolean;
}

export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #turns = new Turns();

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  /**
   * Opens an account and keeps its customer. An account that a customer has already is that customer again (`replayed`), when the same
   * was asked for; else rejects with IDEMPOTENCY_KEY_REUSED.
   */
  register(given: NewCustomer): Promise<Registered> {
    const { account } = given;
    if (account === undefined) return this.#register(given);
    return this.#turns.take(toHex(account), () => this.#register(given));
  }

  async #register(given: NewCustomer): Promise<Registered> {
    const { ledger, operator, customers } = this.#options;
    const account = given.account ?? ledger.world.random.bytes(ACCOUNT_BYTES);
    const customer = this.#customerOf(account, given);
    const known = customers.get(account);
    if (known !== undefined) {
      if (known.request !== customer.request) throw keyReused();
      return { customer: known, replayed: true };
    }
    const { algorithm, bytes } = customer.publicKey;
    const authority = keyPrincipal(ledger.chain.suite, algorithm, bytes);
    const opening = { account, authority, quota: given.quota, administrator: false };
    await this.#openUnlessOpen(openAccount(operator.account, opening));
    await customers.save(customer);
    return { customer, replayed: false };
  }

  /** Units left, as committed; null: no limit. */
  async quotaLeft({ account }: Customer): Promise<number | null> {
    const { transport } = this.#options.ledger;
    const row = await transport.row({ contract: 'accounts', table: 'quotas', key: account });
    return row === null ? null : (decode(row.value) as number);
  }

  async setQuota({ account }: Customer, units: number | null): Promise<void> {
    await this.#act(setQuota(this.#options.operator.account, account, units));
  }

  /**
   * Adds to what is left, exactly, whatever is used meanwhile; with a key, once however often it is asked. Rejects with QUOTA_ABSENT
   * (there is no limit to add to), QUOTA_TOO_LARGE, IDEMPOTENCY_KEY_REUSED.
   */
  async addQuota({ account }: Customer, units: number, key?: string): Promise<Addition> {
    const { ledger, operator, additions } = this.#options;
    const make = (): SignedTransaction => {
      const call = addQuota(operator.account, account, units);
      return sign(ledger.draft({ calls: [call] }), operator.signers);
    };
    if (key === undefined) {
      await ledger.submit(make());
      return { replayed: false };
    }
    return additions.once({ key, account, units }, make);
  }

  #customerOf(account: Uint8Array, given: NewCustomer): Customer {
    const { publicKey, name, publicLookup, disclosed } = given;
    const { signer } = this.#options.derived(account);
    return {
      account,
      name,
      custody: publicKey === undefined ? 'hosted' : 'own',
      publicKey: publicKey ?? { algorithm: signer.algorithm, bytes: signer.publicKey },
      publicLookup,
      disclosed,
      suspended: false,
      createdAtMs: this.#options.ledger.world.clock.nowMs(),
      ...(given.account && { request: requestOf(given) }),
    };
  }

  /** An earlier attempt may have opened it and then died. */
  async #openUnlessOpen(call: PlannedCall): Promise<void> {
    try {
      await this.#act(call);
    } catch (error) {
      if (!isCoded(error, 'ACCOUNT_EXISTS')) throw error;
    }
  }

  async #act(call: PlannedCall): Promise<void> {
    const { ledger, operator } = this.#options;
    await ledger.submit(sign(ledger.draft({ calls: [call] }), operator.signers));
  }
}

/** What was asked for, so that it is known again though the customer has changed since. */
function requestOf({ name, publicKey, quota, publicLookup, disclosed }: NewCustomer): string {
  const key = publicKey === undefined ? null : [publicKey.algorithm, toHex(publicKey.bytes)];
  const text = JSON.stringify([name, key, quota, publicLookup, disclosed]);
  return createHash('sha256').update(text).digest('hex');
}

function keyReused(): Error {
  return rejection('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key registered another customer');
}
