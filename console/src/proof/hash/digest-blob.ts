/**
 * The digests of a file, read slice by slice: what the worker does, and the page itself where no worker starts. Says FILE_UNREADABLE
 * when not even the beginning can be read (a folder, a file that is gone), FILE_CHANGED when it stops being the file it was.
 */

import { failure, rejection } from '@stele/base';
import { type DigestAlgorithm, type RunningDigest, runningDigest } from '@stele/protocol';

export type Digests = ReadonlyMap<DigestAlgorithm, Uint8Array>;

/** How far hashing is. */
export interface Progress {
  readonly doneBytes: number;
  readonly bytesPerSecond: number;
}

export interface DigestOptions {
  /** Bytes hashed so far, and how many a second lately. */
  readonly onProgress?: ((doneBytes: number, bytesPerSecond: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A faster one, where there is one; else plain JavaScript. */
  readonly begin?: (algorithm: DigestAlgorithm) => RunningDigest | Promise<RunningDigest>;
}

/** Some thirty milliseconds of plain hashing: a page that does it by itself still answers its reader in between. */
const SLICE_BYTES = 2_097_152;

/** Rejects with FILE_UNREADABLE, FILE_CHANGED, ABORTED. */
export async function digestBlob(
  blob: Blob,
  algorithms: readonly DigestAlgorithm[],
  { onProgress, signal, begin = runningDigest }: DigestOptions = {},
): Promise<Digests> {
  const running = await Promise.all(
    algorithms.map(async (algorithm) => [algorithm, await begin(algorithm)] as const),
  );
  const startMs = performance.now();
  let next = readSlice(blob, 0);
  for (let at = 0; at < blob.size; at += SLICE_BYTES) {
    const bytes = await next;
    if (signal?.aborted === true) throw aborted();
    // The disk reads the next slice while this one is hashed.
    next = readSlice(blob, at + SLICE_BYTES);
    for (const [, digest] of running) digest.update(bytes);
    const doneBytes = at + bytes.length;
    const seconds = Math.max(0.001, (performance.now() - startMs) / 1000);
    onProgress?.(doneBytes, doneBytes / seconds);
  }
  await next;
  return new Map(running.map(([algorithm, digest]) => [algorithm, digest.digest()]));
}

/** The slice at `at`; past the end, the first one again, so that a file that changed at the very last is noticed too. */
function readSlice(blob: Blob, at: number): Promise<Uint8Array> {
  const isPast = at >= blob.size;
  const start = isPast ? 0 : at;
  const end = Math.min(blob.size, isPast ? 1 : at + SLICE_BYTES);
  const reading = readWhole(blob.slice(start, end), end - start, at === 0);
  // Who waits for it sees the failure; a read ahead that nobody waits for is no bug.
  reading.catch(() => undefined);
  return reading;
}

async function readWhole(slice: Blob, length: number, isFirst: boolean): Promise<Uint8Array> {
  try {
    const bytes = new Uint8Array(await slice.arrayBuffer());
    if (bytes.length === length) return bytes;
  } catch (cause) {
    throw isFirst ? unreadable(cause) : changed(cause);
  }
  throw changed(undefined);
}

export function unreadable(cause: unknown): Error {
  return failure('FILE_UNREADABLE', 'the file cannot be read', { cause });
}

function changed(cause: unknown): Error {
  return failure('FILE_CHANGED', 'the file changed while it was read', { cause });
}

export function aborted(): Error {
  return rejection('ABORTED', 'hashing was stopped');
}
