/** Hashing in slices: the same digests, whatever the size; files that cannot be read or that change are said to. */

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { isCoded, toHex } from '@stele/base';

import { digestBlob } from './digest-blob.ts';
import { fastDigest } from './fast-digest.ts';

const MIB = 1_048_576;
/** Of one reading. */
const SLICE = 2 * MIB;

for (const length of [0, 1, MIB, SLICE - 1, SLICE, SLICE + 1, 2 * SLICE + 12_345]) {
  test(`${String(length)} bytes`, async () => {
    const bytes = new Uint8Array(randomBytes(length));
    const progress: number[] = [];
    const digests = await digestBlob(new Blob([bytes]), [1, 2, 3], {
      onProgress: (done) => progress.push(done),
    });
    for (const [algorithm, name] of [
      [1, 'sha256'],
      [2, 'sm3'],
      [3, 'sha512'],
    ] as const) {
      const expected = createHash(name).update(bytes).digest('hex');
      assert.equal(toHex(digests.get(algorithm) ?? new Uint8Array()), expected);
    }
    assert.equal(progress.at(-1) ?? 0, length);
    assert.ok(progress.every((done, i) => done > (progress[i - 1] ?? 0)));
  });
}

/** A file whose reading ends as `read` says, by the offset of the slice. */
function fileThat(size: number, read: (start: number, length: number) => Uint8Array): Blob {
  const slice = (start = 0, end = size): unknown => ({
    arrayBuffer: () =>
      new Promise((resolve) => {
        resolve(Uint8Array.from(read(start, end - start)).buffer);
      }),
  });
  return { size, slice } as unknown as Blob;
}

function refusing(): Uint8Array {
  throw new DOMException('The requested file could not be read', 'NotReadableError');
}

const codeOf = async (blob: Blob, signal?: AbortSignal): Promise<string> => {
  try {
    await digestBlob(blob, [1], { signal });
    return 'none';
  } catch (error) {
    return isCoded(error) ? error.code : String(error);
  }
};

test('a folder, or a file that is gone', async () => {
  assert.equal(await codeOf(fileThat(4_096, refusing)), 'FILE_UNREADABLE');
});

test('a file that changes while it is read', async () => {
  const whole = (start: number, length: number): Uint8Array =>
    start < SLICE ? new Uint8Array(length) : refusing();
  assert.equal(await codeOf(fileThat(3 * SLICE, whole)), 'FILE_CHANGED');
});

test('a file that shrinks while it is read', async () => {
  const shrunk = (start: number, length: number): Uint8Array =>
    new Uint8Array(Math.min(length, Math.max(0, SLICE + MIB - start)));
  assert.equal(await codeOf(fileThat(3 * SLICE, shrunk)), 'FILE_CHANGED');
});

test('a file that changes after its last byte was read', async () => {
  let reads = 0;
  const late = (_: number, length: number): Uint8Array =>
    reads++ < 2 ? new Uint8Array(length) : refusing();
  assert.equal(await codeOf(fileThat(2 * SLICE, late)), 'FILE_CHANGED');
});

test('a reader who stops it', async () => {
  const stop = new AbortController();
  stop.abort();
  assert.equal(await codeOf(new Blob([new Uint8Array(10)]), stop.signal), 'ABORTED');
});

test('by WebAssembly, and where there is none, the digests are the same', async () => {
  const blob = new Blob([new Uint8Array(randomBytes(SLICE + 77))]);
  const plain = await digestBlob(blob, [1, 2, 3]);
  assert.deepEqual(await digestBlob(blob, [1, 2, 3], { begin: fastDigest }), plain);
  const { WebAssembly: kept } = globalThis;
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  try {
    assert.deepEqual(await digestBlob(blob, [1, 2, 3], { begin: fastDigest }), plain);
  } finally {
    globalThis.WebAssembly = kept;
  }
});
