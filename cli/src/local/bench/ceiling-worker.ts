/** One thread of `bench ceiling`: verifies signatures of 64 keys over what a transaction's signer signs, for some time. */

import { parentPort, workerData } from 'node:worker_threads';

import { assert } from '@stele/base';
import { type Crypto, signingInput } from '@stele/protocol';
import { generateSigner, opensslCrypto, sodiumCrypto } from '@stele/protocol/node';

export interface CeilingTask {
  readonly library: 'openssl' | 'sodium';
  readonly durationMs: number;
}

export interface CeilingCount {
  readonly count: number;
  readonly elapsedMs: number;
}

const keyCount = 64;
const idBytes = 32;

function cryptoOf(library: CeilingTask['library']): Crypto {
  const crypto = library === 'openssl' ? opensslCrypto : sodiumCrypto;
  assert(crypto !== undefined, 'sodium is asked for only where it loads');
  return crypto;
}

function verifyFor({ library, durationMs }: CeilingTask): CeilingCount {
  const crypto = cryptoOf(library);
  const signed = Array.from({ length: keyCount }, (_, i) => {
    const { signer } = generateSigner();
    const message = signingInput(new Uint8Array(idBytes).fill(i));
    return { key: signer.publicKey, message, signature: signer.sign(message) };
  });
  const round = (): boolean =>
    signed.every(({ key, message, signature }) => crypto.verify(1, key, message, signature));
  // Once before the clock: imports the keys, and lets the compiler see the loop.
  assert(round(), 'the signatures are valid');
  const startedMs = performance.now();
  let count = 0;
  while (performance.now() - startedMs < durationMs) {
    assert(round(), 'the signatures are valid');
    count += keyCount;
  }
  return { count, elapsedMs: performance.now() - startedMs };
}

parentPort?.postMessage(verifyFor(workerData as CeilingTask));
