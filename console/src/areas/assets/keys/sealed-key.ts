/**
 * A private key at rest in a browser: sealed with XChaCha20-Poly1305 under a key that Argon2id (RFC 9106) makes of a passphrase. All of it is
 * WebAssembly and plain JavaScript, because a page on a plain-http address has no WebCrypto. The public key is authenticated with it,
 * so that a seal cannot be put under another name.
 */

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concat, failure, rejection } from '@stele/base';
import { argon2id } from 'hash-wasm';

export interface SealedKey {
  readonly version: 1;
  readonly publicKey: Uint8Array;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** RFC 9106's second choice of parameters, with the one lane that a page has: a third of a second on a desk computer. */
const MEMORY_KIB = 65_536;
const PASSES = 3;
const SALT_BYTES = 16;
const NONCE_BYTES = 24;
const KEY_BYTES = 32;
export const PASSPHRASE_CHARACTERS_MIN = 10;

export type RandomBytes = (count: number) => Uint8Array;

/** The one of the browser; there is no other source of keys. */
export const browserRandom: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

export interface KeyPair {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Rejects with PASSPHRASE_SHORT; fails with KEY_SEAL_FAILED where the browser has no WebAssembly. */
export async function sealKey(
  { seed, publicKey }: KeyPair,
  passphrase: string,
  random: RandomBytes = browserRandom,
): Promise<SealedKey> {
  if (Array.from(passphrase).length < PASSPHRASE_CHARACTERS_MIN) {
    throw rejection('PASSPHRASE_SHORT', 'a passphrase has ten characters at least');
  }
  const salt = random(SALT_BYTES);
  const nonce = random(NONCE_BYTES);
  const key = await stretched(passphrase, salt);
  const sealed = xchacha20poly1305(key, nonce, associated(publicKey)).encrypt(seed);
  return { version: 1, publicKey, salt, nonce, sealed };
}

/** The seed. Rejects with PASSPHRASE_WRONG, for a seal that was changed too. */
export async function openSealed(sealed: SealedKey, passphrase: string): Promise<Uint8Array> {
  const key = await stretched(passphrase, sealed.salt);
  try {
    const cipher = xchacha20poly1305(key, sealed.nonce, associated(sealed.publicKey));
    return cipher.decrypt(sealed.sealed);
  } catch (cause) {
    throw rejection('PASSPHRASE_WRONG', 'this passphrase does not open the key', { cause });
  }
}

/** One passphrase has several spellings in Unicode; keyboards differ in which they give. */
async function stretched(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  try {
    return await argon2id({
      password: passphrase.normalize('NFKC'),
      salt,
      parallelism: 1,
      iterations: PASSES,
      memorySize: MEMORY_KIB,
      hashLength: KEY_BYTES,
      outputType: 'binary',
    });
  } catch (cause) {
    throw failure('KEY_SEAL_FAILED', 'this browser cannot seal or open a key', { cause });
  }
}

const DOMAIN = new TextEncoder().encode('stele/console-key/v1');

function associated(publicKey: Uint8Array): Uint8Array {
  return concat(DOMAIN, publicKey);
}
