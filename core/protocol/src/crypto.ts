/**
 * The port behind which cryptography libraries stand. One implementation runs anywhere (portable-crypto.ts), others are native
 * (node/). All must give one verdict for the same bytes; signature.ts makes the checks on which libraries differ.
 */

import type { DigestAlgorithm, KeyAlgorithm } from './algorithms.ts';

export interface Crypto {
  /** Which library answers, for reports: "noble", "openssl", "sodium + openssl". */
  readonly library: string;
  /** The digest of `bytes`. */
  hash(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array;
  /**
   * The equation only. MUST be called with key and signature of the right length that passed the checks of signature.ts; MUST
   * answer false, not throw, for points that do not decode. Ed25519 MUST be cofactorless.
   */
  verify(
    algorithm: KeyAlgorithm,
    key: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ): boolean;
}

/** A private key that signs. Where it lives (file, memory, hardware) is the implementer's business. */
export interface Signer {
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export type Hash = (bytes: Uint8Array) => Uint8Array;
