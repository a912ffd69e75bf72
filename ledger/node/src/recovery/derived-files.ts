/** Makes offsets and tree again from the entries (spec/disk.md, "Recovery", step 3). */

import { type Hash, leafHash } from '@stele/protocol';

import type { Disk } from '../storage/disk.ts';
import { type LogEnd, packOffsets, segmentOf } from '../storage/entry-log.ts';
import { FileFamily } from '../storage/file-family.ts';
import {
  HASH_BYTES,
  LOG_FOLDER,
  OFFSET_BYTES,
  offsetsPath,
  SEGMENT_ENTRIES,
  treePath,
} from '../storage/layout.ts';
import { StoredEntries } from '../storage/stored-entries.ts';
import { hashesAt, levelsOf, TreeFiles } from '../storage/tree-files.ts';
import { lastNumber } from './file-numbers.ts';
import { logDamaged } from './recovery-errors.ts';

/** Entries handled at a time. */
const PIECE_ENTRIES = 4_096;

/** Whether offsets and tree have at least what `size` entries give. What they say is not looked at. */
export async function coversDerived(disk: Disk, size: number): Promise<boolean> {
  for (let level = 0; level < levelsOf(size); level++) {
    const bytes = await lengthOf(disk, treePath(level));
    if (bytes < hashesAt(level, size) * HASH_BYTES) return false;
  }
  for (let segment = 0; segment * SEGMENT_ENTRIES < size; segment++) {
    const entries = Math.min(SEGMENT_ENTRIES, size - segment * SEGMENT_ENTRIES);
    if ((await lengthOf(disk, offsetsPath(segment))) < entries * OFFSET_BYTES) return false;
  }
  return true;
}

/** Cuts offsets and tree to `from`, and writes them up to `to` from the entries. */
export async function rewriteDerived(
  disk: Disk,
  hash: Hash,
  { from, to }: { readonly from: LogEnd; readonly to: LogEnd },
): Promise<void> {
  const tree = await TreeFiles.open(disk, hash, from.size);
  const offsets = await openOffsets(disk, from.size);
  const entries = new StoredEntries(disk, from);
  try {
    for (let size = from.size; size < to.size;) {
      const segmentEnd = (segmentOf(size) + 1) * SEGMENT_ENTRIES;
      const count = Math.min(PIECE_ENTRIES, to.size - size, segmentEnd - size);
      const piece = await readPiece(entries, hash, count);
      await tree.append(piece.hashes);
      await offsets.append(segmentOf(size), packOffsets(piece.offsets));
      size += count;
    }
    await tree.sync();
    await offsets.sync();
  } finally {
    await entries.close();
    await tree.close();
    await offsets.close();
  }
}

async function openOffsets(disk: Disk, size: number): Promise<FileFamily> {
  const offsets = new FileFamily(disk, offsetsPath);
  const place = { file: segmentOf(size), length: (size % SEGMENT_ENTRIES) * OFFSET_BYTES };
  await offsets.cutTo(place, await lastNumber(disk, LOG_FOLDER, '.offsets'));
  return offsets;
}

async function readPiece(
  entries: StoredEntries,
  hash: Hash,
  count: number,
): Promise<{ readonly hashes: readonly Uint8Array[]; readonly offsets: readonly number[] }> {
  const hashes: Uint8Array[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < count; i++) {
    const entry = await entries.next();
    if (entry === undefined) throw logDamaged(entries.at, entries.index, 'it cannot be read');
    hashes.push(leafHash(hash, entry.bytes));
    offsets.push(entry.offset);
  }
  return { hashes, offsets };
}

async function lengthOf(disk: Disk, path: string): Promise<number> {
  const file = await disk.openToRead(path);
  if (file === undefined) return 0;
  try {
    return await file.size();
  } finally {
    await file.close();
  }
}
