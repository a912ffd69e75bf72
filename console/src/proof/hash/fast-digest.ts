/**
 * A digest of what comes piece by piece, as fast as a browser can: WebAssembly has four times the speed of plain JavaScript there
 * (docs/dependencies.md). Where it is missing or forbidden, the plain one gives the same digests.
 */

import type { DigestAlgorithm, RunningDigest } from '@stele/protocol';
import { runningDigest } from '@stele/protocol';
import { createSHA256, createSHA512, createSM3, type IHasher } from 'hash-wasm';

const MAKERS: Readonly<Record<DigestAlgorithm, () => Promise<IHasher>>> = {
  1: createSHA256,
  2: createSM3,
  3: createSHA512,
};

export async function fastDigest(algorithm: DigestAlgorithm): Promise<RunningDigest> {
  try {
    const hasher = await MAKERS[algorithm]();
    hasher.init();
    return {
      update: (bytes) => void hasher.update(bytes),
      digest: () => hasher.digest('binary'),
    };
  } catch {
    return runningDigest(algorithm);
  }
}
