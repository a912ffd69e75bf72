/** Copies files between data folder and backup a piece at a time, with the SHA-256 of what arrives. */

import { createHash, type Hash } from 'node:crypto';

import { failure } from '@stele/base';

import type { Disk, DiskFile, ReadableDisk } from '../storage/disk.ts';
import { backupDamaged } from './manifest.ts';

const PIECE_BYTES = 1_048_576;

/** What an earlier backup has of a file. */
export interface KnownPart {
  readonly bytes: number;
  readonly sha256: string;
}

export interface Copying {
  readonly from: { readonly disk: ReadableDisk; readonly path: string };
  readonly to: { readonly disk: Disk; readonly path: string };
  /** How many bytes of it, from the first on. */
  readonly bytes: number;
  readonly onBytes: (count: number) => void;
}

/**
 * Copies the first `bytes` of a file and makes them durable. Gives their SHA-256 as hex. Fails with BACKUP_SOURCE_SHORT when
 * there are fewer.
 */
export async function copyWhole(copying: Copying): Promise<string> {
  return copyBehind(copying, { at: 0, hash: createHash('sha256') });
}

/**
 * Copies what a file has grown by since an earlier backup, whose part is read again and must be what it was: rot is found while there
 * is still something to copy from. Rejects with BACKUP_DAMAGED.
 */
export async function copyGrowth(copying: Copying, known: KnownPart): Promise<string> {
  const { disk, path } = copying.to;
  const hash = createHash('sha256');
  const file = await disk.openToRead(path);
  const found = file === undefined ? 0 : await hashInto(hash, file, known.bytes);
  await file?.close();
  if (found !== known.bytes || hash.copy().digest('hex') !== known.sha256) {
    throw backupDamaged(path, 'it is not what the earlier backup wrote');
  }
  return copyBehind(copying, { at: known.bytes, hash });
}

/** The SHA-256 of the first `bytes` of a file, as hex; undefined when it has not so many. */
export async function hashOf(
  disk: ReadableDisk,
  path: string,
  bytes: number,
): Promise<string | undefined> {
  const file = await disk.openToRead(path);
  if (file === undefined) return undefined;
  const hash = createHash('sha256');
  const found = await hashInto(hash, file, bytes).finally(() => file.close());
  return found === bytes ? hash.digest('hex') : undefined;
}

async function hashInto(hash: Hash, file: DiskFile, bytes: number): Promise<number> {
  let at = 0;
  while (at < bytes) {
    const piece = await file.read(at, Math.min(PIECE_BYTES, bytes - at));
    if (piece.length === 0) break;
    hash.update(piece);
    at += piece.length;
  }
  return at;
}

async function copyBehind(
  { from, to, bytes, onBytes }: Copying,
  { at: start, hash }: { readonly at: number; readonly hash: Hash },
): Promise<string> {
  const source = await from.disk.openToRead(from.path);
  if (source === undefined) throw sourceShort(from.path);
  const target = await to.disk.open(to.path);
  try {
    // What an interrupted backup has left.
    await target.truncate(start);
    for (let at = start; at < bytes;) {
      const piece = await source.read(at, Math.min(PIECE_BYTES, bytes - at));
      if (piece.length === 0) throw sourceShort(from.path);
      await target.write(at, [piece]);
      hash.update(piece);
      at += piece.length;
      onBytes(piece.length);
    }
    await target.sync();
  } finally {
    await source.close();
    await target.close();
  }
  return hash.digest('hex');
}

function sourceShort(path: string): Error {
  return failure('BACKUP_SOURCE_SHORT', `${path} is shorter than it was`, {
    action: 'Keep the backups you have, and run `stele ledger check` on what this was read from.',
    data: { path },
  });
}
