/** How much of the disk a data folder takes, by kind (spec/disk.md). */

import { readdir, stat, statfs } from 'node:fs/promises';
import { join, sep } from 'node:path';

const kinds = ['log', 'payload', 'tree', 'state'] as const;

export type StorageKind = (typeof kinds)[number] | 'other';

export type StorageBytes = Readonly<Record<StorageKind | 'total', number>>;

/** Absent when the folder cannot be listed: a server of another user, or of another machine. */
export async function storageOf(folder: string): Promise<StorageBytes | undefined> {
  const names = await readdir(folder, { recursive: true }).catch(() => undefined);
  if (names === undefined) return undefined;
  const bytes = { log: 0, payload: 0, tree: 0, state: 0, other: 0, total: 0 };
  for (const name of names) {
    const size = await sizeOf(join(folder, name));
    bytes[kindOf(name)] += size;
    bytes.total += size;
  }
  return bytes;
}

/** Bytes of the file system that a folder lies on. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Absent when the folder is not here. */
export async function spaceOf(folder: string): Promise<DiskSpace | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  if (found === undefined) return undefined;
  const { bavail, blocks, bsize } = found;
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function kindOf(name: string): StorageKind {
  const [first] = name.split(sep);
  return kinds.find((kind) => kind === first) ?? 'other';
}

/** Files come and go while the server works; what is gone takes nothing. */
async function sizeOf(path: string): Promise<number> {
  const information = await stat(path).catch(() => undefined);
  return information?.isFile() === true ? information.size : 0;
}
