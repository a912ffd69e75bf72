/**
 * Where a backup cuts a folder that a node goes on writing to (spec/disk.md, "Backup"). Log and payload files only grow, and all that
 * a signed checkpoint covers is durable before it is written; so what lies below its size is a chain, whatever is appended meanwhile.
 */

import { failure } from '@stele/base';

import { lastNumber } from '../recovery/file-numbers.ts';
import { readCheckpoint, type StoredCheckpoint } from '../storage/checkpoint-file.ts';
import type { DiskFile, ReadableDisk } from '../storage/disk.ts';
import { segmentOf } from '../storage/entry-log.ts';
import { FrameReader } from '../storage/frame-reader.ts';
import {
  ENTRY_LENGTH_BYTES,
  entriesPath,
  PAYLOAD_FOLDER,
  PAYLOAD_LENGTH_BYTES,
  payloadPath,
  SEGMENT_ENTRIES,
} from '../storage/layout.ts';
import { recordIndexOf } from '../storage/payload-record.ts';

/** So many bytes of a file, from its first on. */
export interface CutFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Cut {
  readonly signed: StoredCheckpoint;
  /** Ascending. */
  readonly log: readonly CutFile[];
  readonly payloads: readonly CutFile[];
}

/**
 * The cut at the newest signed checkpoint. `knownBytes` says up to where a file is known to lie below it, so that it need not be read
 * from its start. Fails with CHECKPOINT_DAMAGED, BACKUP_TOO_EARLY, and with BACKUP_SOURCE_SHORT when the folder has less than it signed.
 */
export async function findCut(
  disk: ReadableDisk,
  knownBytes: (path: string) => number,
): Promise<Cut> {
  const signed = await readCheckpoint(disk);
  if (signed === undefined) throw tooEarly();
  const { size } = signed.checkpoint;
  const log = await cutLog(disk, size);
  return { signed, log, payloads: await cutPayloads(disk, size, knownBytes) };
}

async function cutLog(disk: ReadableDisk, size: number): Promise<readonly CutFile[]> {
  const files: CutFile[] = [];
  for (let segment = 0; segment < segmentOf(size); segment++) {
    const path = entriesPath(segment);
    files.push({ path, bytes: await reading(disk, path, (file) => file.size()) });
  }
  const rest = size % SEGMENT_ENTRIES;
  if (rest === 0) return files;
  const path = entriesPath(segmentOf(size));
  files.push({ path, bytes: await reading(disk, path, (file) => endOfEntries(file, path, rest)) });
  return files;
}

async function endOfEntries(file: DiskFile, path: string, count: number): Promise<number> {
  const reader = new FrameReader(file, 0, ENTRY_LENGTH_BYTES);
  for (let i = 0; i < count; i++) if ((await reader.next()) === undefined) throw short(path);
  return reader.offset;
}

async function cutPayloads(
  disk: ReadableDisk,
  size: number,
  knownBytes: (path: string) => number,
): Promise<readonly CutFile[]> {
  const last = await lastFileBelow(disk, size);
  const files: CutFile[] = [];
  for (let number = 0; number < last; number++) {
    const path = payloadPath(number);
    files.push({ path, bytes: await reading(disk, path, (file) => file.size()) });
  }
  if (last < 0) return files;
  const path = payloadPath(last);
  const from = knownBytes(path);
  files.push({ path, bytes: await reading(disk, path, (file) => endOfRecords(file, from, size)) });
  return files;
}

/** Number of the last payload file that begins with a record below `size`; −1 when none does. */
async function lastFileBelow(disk: ReadableDisk, size: number): Promise<number> {
  for (let number = await lastNumber(disk, PAYLOAD_FOLDER, ''); number >= 0; number--) {
    const end = await reading(disk, payloadPath(number), async (file) => {
      const first = await new FrameReader(file, 0, PAYLOAD_LENGTH_BYTES).next();
      return (first === undefined ? undefined : recordIndexOf(first.bytes)) ?? size;
    });
    if (end < size) return number;
  }
  return -1;
}

async function endOfRecords(file: DiskFile, from: number, size: number): Promise<number> {
  const reader = new FrameReader(file, from, PAYLOAD_LENGTH_BYTES);
  for (;;) {
    const end = reader.offset;
    const record = await reader.next();
    if (record === undefined || (recordIndexOf(record.bytes) ?? size) >= size) return end;
  }
}

async function reading(
  disk: ReadableDisk,
  path: string,
  act: (file: DiskFile) => Promise<number>,
): Promise<number> {
  const file = await disk.openToRead(path);
  if (file === undefined) throw short(path);
  try {
    return await act(file);
  } finally {
    await file.close();
  }
}

function tooEarly(): Error {
  return failure('BACKUP_TOO_EARLY', 'the chain has signed no checkpoint yet', {
    action: 'Start the node once; then make the backup.',
  });
}

function short(path: string): Error {
  return failure('BACKUP_SOURCE_SHORT', `${path} holds less than the node has signed`, {
    action: 'Keep the backups you have, stop the node, and run `stele ledger check`.',
    data: { path },
  });
}
