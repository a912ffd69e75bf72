/**
 * A customer: somebody who notarises through this service, with one account on the ledger. Who they are is known here only; the ledger
 * has an account and a key. The id is the account's, so that a record's owner is found without a table.
 */

import { fromBase64url, fromHex, toBase64url, toHex } from '@stele/base';
import type { KeyAlgorithm } from '@stele/protocol';

/** `hosted`: the service signs with a key it derives. `own`: the customer signs, and the service never sees the key. */
export type Custody = 'hosted' | 'own';

export interface Customer {
  /** 16 bytes. */
  readonly account: Uint8Array;
  readonly name: string;
  readonly custody: Custody;
  /** The key that speaks for the account when it was opened. */
  readonly publicKey: { readonly algorithm: KeyAlgorithm; readonly bytes: Uint8Array };
  /** Whether anybody may look its records up. */
  readonly publicLookup: boolean;
  /** Whether a public look-up names it. */
  readonly disclosed: boolean;
  /** Its keys are refused while it is. */
  readonly suspended: boolean;
  readonly createdAtMs: number;
  /** SHA-256 of what was asked for, hexadecimal, when it was asked for under an Idempotency-Key. */
  readonly request?: string | undefined;
}

const PREFIX = 'cus_';
export const CUSTOMER_ID = /^cus_[0-9a-f]{32}$/;

/** `cus_` and 32 hexadecimal digits. */
export function customerId(account: Uint8Array): string {
  return PREFIX + toHex(account);
}

/** Undefined when it is no customer id. */
export function accountOfCustomerId(id: string): Uint8Array | undefined {
  return CUSTOMER_ID.test(id) ? fromHex(id.slice(PREFIX.length)) : undefined;
}

/** As it is stored. */
export function customerToJson(customer: Customer): string {
  const { account, publicKey, ...rest } = customer;
  return JSON.stringify({
    version: 1,
    ...rest,
    account: toHex(account),
    publicKey: { algorithm: publicKey.algorithm, bytes: toBase64url(publicKey.bytes) },
  });
}

interface StoredCustomer extends Omit<Customer, 'account' | 'publicKey'> {
  readonly account: string;
  readonly publicKey: { readonly algorithm: KeyAlgorithm; readonly bytes: string };
}

export function customerFromJson(text: string): Customer {
  const { account, publicKey, ...rest } = JSON.parse(text) as StoredCustomer;
  return {
    name: rest.name,
    custody: rest.custody,
    publicLookup: rest.publicLookup,
    disclosed: rest.disclosed,
    suspended: rest.suspended,
    createdAtMs: rest.createdAtMs,
    request: rest.request,
    account: fromHex(account),
    publicKey: { algorithm: publicKey.algorithm, bytes: fromBase64url(publicKey.bytes) },
  };
}
