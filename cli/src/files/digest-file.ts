/**
 * Digests of a file in one streamed pass, of any size, with the memory of two buffers. A file that changes while it is read has no
 * digest anyone could check later, so that is refused, not retried: only its owner knows when it is finished.
 */

import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

import type { DigestAlgorithm } from '@stele/protocol';

import { trouble } from '../trouble.ts';
import { type Hasher, newHasher } from './hasher.ts';
import { reasonOf } from './reason.ts';

export interface FileDigests {
  readonly sizeBytes: number;
  readonly digests: ReadonlyMap<DigestAlgorithm, Uint8Array>;
}

/** Large enough that calls do not count, small enough to stay in the processor's cache. */
const chunkBytes = 1 << 20;

/**
 * Reads `path` once and gives a digest for each of `algorithms`; `onRead` hears how many bytes each step added. FILE_UNREADABLE,
 * FILE_NOT_REGULAR (folders, devices, pipes), FILE_CHANGED.
 */
export async function digestFile(
  path: string,
  algorithms: readonly DigestAlgorithm[],
  onRead: (bytes: number) => void = () => undefined,
): Promise<FileDigests> {
  const file = await openRegular(path);
  try {
    const before = await identityOf(file);
    const hashers = await Promise.all(algorithms.map(newHasher));
    const sizeBytes = await readThrough(file, hashers, onRead).catch((error: unknown) => {
      throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
    });
    await checkUnchanged({ path, file, before, sizeBytes });
    const digests = new Map(algorithms.map((algorithm, i) => [algorithm, digestOf(hashers[i])]));
    return { sizeBytes, digests };
  } finally {
    await file.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK opening a pipe would wait for a writer for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
  const information = await file.stat();
  if (information.isFile()) return file;
  await file.close();
  throw trouble('FILE_NOT_REGULAR', { path });
}

/** Reads the next chunk while the present one is hashed. */
async function readThrough(
  file: FileHandle,
  hashers: readonly Hasher[],
  onRead: (bytes: number) => void,
): Promise<number> {
  const buffers = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)] as const;
  let offset = 0;
  let pending = file.read(buffers[0], 0, chunkBytes, 0);
  for (let turn = 0; ; turn ^= 1) {
    const { bytesRead, buffer } = await pending;
    if (bytesRead === 0) return offset;
    offset += bytesRead;
    const next = file.read(buffers[turn === 0 ? 1 : 0], 0, chunkBytes, offset);
    const chunk = buffer.subarray(0, bytesRead);
    for (const hasher of hashers) hasher.update(chunk);
    onRead(bytesRead);
    pending = next;
  }
}

/** Whatever a writer changes: content (size, times) or which file the name means (device, inode). */
type Identity = readonly bigint[];

async function identityOf(file: FileHandle): Promise<Identity> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await file.stat({ bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs];
}

interface Reading {
  readonly path: string;
  readonly file: FileHandle;
  readonly before: Identity;
  readonly sizeBytes: number;
}

async function checkUnchanged({ path, file, before, sizeBytes }: Reading): Promise<void> {
  const after = await identityOf(file);
  const named = await stat(path, { bigint: true }).catch(() => undefined);
  const [device, inode, size] = before;
  const same =
    before.every((value, i) => value === after[i]) &&
    size === BigInt(sizeBytes) &&
    named?.dev === device &&
    named?.ino === inode;
  if (!same) throw trouble('FILE_CHANGED', { path });
}

function digestOf(hasher: Hasher | undefined): Uint8Array {
  return hasher?.digest() ?? new Uint8Array();
}
