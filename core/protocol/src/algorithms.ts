/** Algorithm numbers and lengths (spec/encoding.md, "Algorithm numbers"). */

import { rejection } from '@stele/base';

/** 1 SHA-256, 2 SM3, 3 SHA-512. */
export type DigestAlgorithm = 1 | 2 | 3;
/** 1 Ed25519, 2 ECDSA P-256 with SHA-256, 3 SM2 with SM3. */
export type KeyAlgorithm = 1 | 2 | 3;

interface Digest {
  readonly name: string;
  readonly bytes: number;
}

const DIGESTS: Readonly<Record<DigestAlgorithm, Digest>> = {
  1: { name: 'sha-256', bytes: 32 },
  2: { name: 'sm3', bytes: 32 },
  3: { name: 'sha-512', bytes: 64 },
};

const KEYS: Readonly<Record<KeyAlgorithm, { readonly name: string; readonly bytes: number }>> = {
  1: { name: 'ed25519', bytes: 32 },
  2: { name: 'p-256', bytes: 65 },
  3: { name: 'sm2', bytes: 65 },
};

export const SIGNATURE_BYTES = 64;

export function isDigestAlgorithm(value: unknown): value is DigestAlgorithm {
  return value === 1 || value === 2 || value === 3;
}

export function isKeyAlgorithm(value: unknown): value is KeyAlgorithm {
  return value === 1 || value === 2 || value === 3;
}

/** The written name: sha-256, sm3, sha-512. */
export function digestName(algorithm: DigestAlgorithm): string {
  return DIGESTS[algorithm].name;
}

export function digestBytes(algorithm: DigestAlgorithm): number {
  return DIGESTS[algorithm].bytes;
}

/** The number of a written name. Rejects with ALGORITHM_UNKNOWN. */
export function digestAlgorithmOf(name: string): DigestAlgorithm {
  for (const algorithm of [1, 2, 3] as const) {
    if (DIGESTS[algorithm].name === name) return algorithm;
  }
  throw rejection('ALGORITHM_UNKNOWN', `no digest algorithm is named "${name}"`, {
    action: 'use sha-256, sm3 or sha-512',
  });
}

export function keyName(algorithm: KeyAlgorithm): string {
  return KEYS[algorithm].name;
}

export function keyBytes(algorithm: KeyAlgorithm): number {
  return KEYS[algorithm].bytes;
}
