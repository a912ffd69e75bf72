/**
 * Streaming hashes by the algorithm numbers of spec/encoding.md. OpenSSL has them all in ordinary builds; where a build leaves out
 * SM3 (some distributions do), hash-wasm computes it, at two thirds of the speed.
 */

import { createHash, getHashes } from 'node:crypto';

import type { DigestAlgorithm } from '@stele/protocol';
import { OPENSSL_DIGESTS } from '@stele/protocol/node';

export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

export async function newHasher(algorithm: DigestAlgorithm): Promise<Hasher> {
  const name = OPENSSL_DIGESTS[algorithm];
  return getHashes().includes(name) ? opensslHasher(name) : await wasmHasher(algorithm);
}

function opensslHasher(name: string): Hasher {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

/** Exported for its test only: on most machines OpenSSL is asked. */
export async function wasmHasher(algorithm: DigestAlgorithm): Promise<Hasher> {
  const { createSHA256, createSHA512, createSM3 } = await import('hash-wasm');
  const create = { 1: createSHA256, 2: createSM3, 3: createSHA512 }[algorithm];
  const hash = await create();
  hash.init();
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('binary') };
}
