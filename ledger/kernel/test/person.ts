/**
 * Customers for tests: an account and a key each, the same in every run. Their signatures are made up; a candidate says that they
 * were verified, as a worker thread would. Tests of signatures make real ones.
 */

import {
  type AccountPrincipal,
  type KeyPrincipal,
  keyPrincipal,
  type Signature,
  suiteOf,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

export const suite = suiteOf('intl', nodeCrypto);

export interface Person {
  /** The account's id. */
  readonly account: Uint8Array;
  /** The account, as an actor or payer. */
  readonly principal: AccountPrincipal;
  readonly key: KeyPrincipal;
  readonly signature: Signature;
}

/** Bytes that tell `number` from every other one. */
export function numbered(length: number, number: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(length - 4, number);
  return bytes;
}

/** Customer `number`; `keyNumber` for one whose account is of another time than the key. */
export function person(number: number, keyNumber: number = number): Person {
  const account = numbered(16, number + 1);
  const publicKey = numbered(32, keyNumber + 1);
  return {
    account,
    principal: { kind: 'account', account },
    key: keyPrincipal(suite, 1, publicKey),
    signature: { algorithm: 1, key: publicKey, signature: new Uint8Array(64) },
  };
}
