/** The worker's side of hashing: one file, then nothing more. */

import { isCoded } from '@stele/base';

import { digestBlob } from './digest-blob.ts';
import { fastDigest } from './fast-digest.ts';
import type { HashAnswer, HashRequest } from './messages.ts';

interface Scope {
  onmessage: ((event: { readonly data: HashRequest }) => void) | null;
  readonly postMessage: (answer: HashAnswer) => void;
}

const PROGRESS_MS = 50;

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data }) => {
  void answer(data).then(scope.postMessage);
};
scope.postMessage({ kind: 'ready' });

async function answer({ blob, algorithms }: HashRequest): Promise<HashAnswer> {
  let toldMs = 0;
  const onProgress = (doneBytes: number, bytesPerSecond: number): void => {
    const nowMs = performance.now();
    if (nowMs - toldMs < PROGRESS_MS) return;
    toldMs = nowMs;
    scope.postMessage({ kind: 'progress', doneBytes, bytesPerSecond });
  };
  try {
    return {
      kind: 'done',
      digests: await digestBlob(blob, algorithms, { onProgress, begin: fastDigest }),
    };
  } catch (error) {
    if (isCoded(error)) return { kind: 'failed', code: error.code, message: error.message };
    return { kind: 'failed', code: 'INTERNAL', message: String(error) };
  }
}
