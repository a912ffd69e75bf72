/**
 * How much of the disk the parts of a data folder take. Walked by a server that has other work, so: at most so many files, one walk at a
 * time, and not again for a while.
 */

import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock } from '@stele/base';

/** A folder of ten million records has some hundred files; a database some thousand. */
const FILES_MAX = 20_000;
const FRESH_MS = 60_000;

export interface FolderSizes {
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
  /** False when there were more files than are looked at. */
  readonly isWhole: boolean;
  readonly measuredAtMs: number;
}

const PARTS = ['log', 'payload', 'tree', 'state', 'evidence', 'postgres'] as const;
const OTHER = 'other';

/** Sizes of `folder`, as of the last minute. */
export function folderSizes(
  folder: string,
  clock: Clock,
  filesMax = FILES_MAX,
): () => Promise<FolderSizes> {
  let walking: Promise<FolderSizes> | undefined;
  let freshUntilMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = clock.monotonicMs();
    if (walking !== undefined && nowMs < freshUntilMs) return walking;
    freshUntilMs = nowMs + FRESH_MS;
    walking = measure(folder, filesMax).then((sizes) => ({
      ...sizes,
      measuredAtMs: clock.nowMs(),
    }));
    return walking;
  };
}

async function measure(
  folder: string,
  filesMax: number,
): Promise<Omit<FolderSizes, 'measuredAtMs'>> {
  const bytes = new Map<string, number>([...PARTS, OTHER].map((name) => [name, 0]));
  let left = filesMax;
  const count = async (path: string, part: string): Promise<void> => {
    if (left <= 0) return;
    left--;
    bytes.set(part, (bytes.get(part) ?? 0) + (await sizeOf(path)));
  };
  const walk = async (path: string, part: string | undefined): Promise<void> => {
    for await (const entry of entriesOf(path)) {
      if (left <= 0) return;
      const below = part ?? partOf(entry);
      if (entry.isDirectory()) await walk(join(path, entry.name), below);
      else if (entry.isFile()) await count(join(path, entry.name), below);
    }
  };
  await walk(folder, undefined);
  const parts = [...bytes].map(([name, size]) => ({ name, bytes: size }));
  return { parts, isWhole: left > 0 };
}

function partOf(entry: Dirent): string {
  return PARTS.find((name) => entry.isDirectory() && name === entry.name) ?? OTHER;
}

/** Folders come and go while the server works; what is gone has nothing in it. */
async function* entriesOf(path: string): AsyncGenerator<Dirent> {
  const folder = await opendir(path).catch(() => undefined);
  if (folder === undefined) return;
  try {
    yield* folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  const information = await stat(path).catch(() => undefined);
  return information?.size ?? 0;
}
