/**
 * Hashing what a reader chose, without the page noticing: in a worker, in slices, whatever the size. Where no worker starts (an old
 * browser, a policy that forbids it), the page does it itself, a slice at a time.
 */

import { failure, rejection } from '@stele/base';
import type { DigestAlgorithm } from '@stele/protocol';

import { aborted, digestBlob, type DigestOptions, type Digests } from './digest-blob.ts';
import type { HashAnswer, HashRequest } from './messages.ts';
import { startHashWorker } from './start-worker.ts';

/** Hashed before a worker would have started. */
const SMALL_BYTES = 1_048_576;

/** The digests of a file by every algorithm asked for. Rejects with FILE_UNREADABLE, FILE_CHANGED, ABORTED. */
export async function hashFile(
  file: Blob,
  algorithms: readonly DigestAlgorithm[],
  options: DigestOptions = {},
): Promise<Digests> {
  const worker = file.size <= SMALL_BYTES ? undefined : await readyWorker();
  if (worker === undefined) return await digestBlob(file, algorithms, options);
  try {
    return await inWorker(worker, { blob: file, algorithms }, options);
  } finally {
    worker.terminate();
  }
}

/** A worker that has said that it runs; undefined where none will. */
function readyWorker(): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    try {
      const worker = startHashWorker();
      worker.onmessage = () => resolve(worker);
      worker.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

function inWorker(
  worker: Worker,
  request: HashRequest,
  { onProgress, signal }: DigestOptions,
): Promise<Digests> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(aborted());
    signal?.addEventListener('abort', stop, { once: true });
    worker.onerror = () => reject(failure('FILE_UNREADABLE', 'the hashing worker broke'));
    worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
      if (data.kind === 'progress') onProgress?.(data.doneBytes, data.bytesPerSecond);
      if (data.kind === 'failed') reject(rejection(data.code, data.message));
      if (data.kind === 'done') resolve(data.digests);
    };
    if (signal?.aborted === true) stop();
    else worker.postMessage(request);
  });
}
