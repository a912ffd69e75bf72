/** Digests of bytes that come piece by piece, in plain JavaScript: for files larger than memory, where nothing native is at hand. */

import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { DigestAlgorithm } from './algorithms.ts';
import { Sm3 } from './sm3.ts';

export interface RunningDigest {
  /** Takes the next bytes. */
  update(bytes: Uint8Array): void;
  /** The digest of all of them; nothing may follow. */
  digest(): Uint8Array;
}

/** A digest that has seen nothing yet. */
export function runningDigest(algorithm: DigestAlgorithm): RunningDigest {
  switch (algorithm) {
    case 1:
      return sha256.create();
    case 2:
      return new Sm3();
    case 3:
      return sha512.create();
  }
}
