/** libsodium, where the optional package has a binary for this machine: twice as fast as OpenSSL with Ed25519. */

import { createRequire } from 'node:module';

interface Sodium {
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean;
  /** Fills `signature` (64 bytes); the secret key is seed ‖ public key. */
  crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
}

function loadSodium(): Sodium | undefined {
  try {
    return createRequire(import.meta.url)('sodium-native') as Sodium;
  } catch {
    return undefined;
  }
}

export const sodium = loadSodium();
