/** Signing in a page: Ed25519 in plain JavaScript, with a seed that is there for the moment of signing. */

import { ed25519 } from '@noble/curves/ed25519.js';
import {
  accountToText,
  keyPrincipal,
  portableCrypto,
  type Principal,
  type Signer,
  suiteOf,
} from '@stele/protocol';
import { accountOfKey } from '@stele/sdk';

import type { KeyPair } from './sealed-key.ts';

const ED25519 = 1;

export function keyPairOf(seed: Uint8Array): KeyPair {
  return { seed, publicKey: ed25519.getPublicKey(seed) };
}

export function signerOf({ seed, publicKey }: KeyPair): Signer {
  return {
    algorithm: ED25519,
    publicKey,
    sign: (message) => ed25519.sign(message, seed),
  };
}

/** Whom a signature of this key stands for on a chain of this suite. */
export function principalOfKey(suite: string, publicKey: Uint8Array): Principal {
  return keyPrincipal(suiteOf(suite, portableCrypto), ED25519, publicKey);
}

/** The account that is opened for this key, unless another is named. */
export function accountOfPublicKey(suite: string, publicKey: Uint8Array): string {
  return accountToText(accountOfKey(suiteOf(suite, portableCrypto), publicKey));
}
