/**
 * The log's Merkle tree on disk (spec/disk.md, `tree/`): level L is one run of 32-byte hashes, hash n being the root of the leaves
 * n·256^L … (n+1)·256^L − 1. Hashes between two levels are computed when asked for. Derived from the entries, so nothing here is
 * synced with a commit, and a torn file is cut and written again.
 */

import { assert } from '@stele/base';
import { type Hash, rootOf } from '@stele/protocol';

import { allDone } from './all-done.ts';
import type { Disk } from './disk.ts';
import { FileFamily } from './file-family.ts';
import { HASH_BYTES, TILE_WIDTH, treePath } from './layout.ts';

export class TreeFiles {
  readonly #hash: Hash;
  readonly #files: FileFamily;
  /** By level, the hashes of its last tile while that is not full. */
  readonly #open: Uint8Array[][];
  #size: number;

  private constructor(disk: Disk, hash: Hash, size: number, open: Uint8Array[][]) {
    this.#files = new FileFamily(disk, treePath);
    this.#hash = hash;
    this.#size = size;
    this.#open = open;
  }

  /** The tree of `size` leaves, whose files are cut to that. They must hold at least that much. */
  static async open(disk: Disk, hash: Hash, size: number): Promise<TreeFiles> {
    const tree = new TreeFiles(disk, hash, size, []);
    const highest = Math.max(levelsOf(size), await levelsOnDisk(disk));
    for (let level = 0; level < highest; level++) {
      const count = hashesAt(level, size);
      await tree.#files.cut(level, count * HASH_BYTES);
      tree.#open[level] = await tree.hashes(
        level,
        count - (count % TILE_WIDTH),
        count % TILE_WIDTH,
      );
    }
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds leaves, and the hashes of the tiles they fill. */
  async append(leafHashes: readonly Uint8Array[]): Promise<void> {
    const writes: Promise<void>[] = [];
    let added = leafHashes;
    for (let level = 0; added.length > 0; level++) {
      writes.push(this.#files.append(level, packHashes(added)));
      added = this.#fillTiles(level, added);
    }
    await allDone(writes);
    this.#size += leafHashes.length;
  }

  /** `count` hashes of a level from `first` on: a C2SP tile, full or partial, when they are those of one. */
  async hashes(level: number, first: number, count: number): Promise<Uint8Array[]> {
    if (count === 0) return [];
    const length = count * HASH_BYTES;
    const bytes = await this.#files.read(level, first * HASH_BYTES, length);
    assert(bytes.length === length, 'a level of the tree holds what its size says');
    return splitHashes(bytes);
  }

  /** Makes the tree durable. */
  sync(): Promise<void> {
    return this.#files.sync();
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  /** Puts new hashes into a level's last tile; gives the roots of the tiles that became full. */
  #fillTiles(level: number, added: readonly Uint8Array[]): Uint8Array[] {
    const open = (this.#open[level] ??= []);
    const roots: Uint8Array[] = [];
    for (const hash of added) {
      open.push(hash);
      if (open.length < TILE_WIDTH) continue;
      roots.push(rootOf(this.#hash, open));
      open.length = 0;
    }
    return roots;
  }
}

/** How many hashes level `level` has for `size` leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** Levels that hold at least one hash. */
export function levelsOf(size: number): number {
  let levels = 0;
  while (hashesAt(levels, size) > 0) levels++;
  return levels;
}

/** Hashes as they stand in a level's file. */
export function packHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => {
    bytes.set(hash, i * HASH_BYTES);
  });
  return bytes;
}

function splitHashes(bytes: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += HASH_BYTES) {
    hashes.push(bytes.subarray(at, at + HASH_BYTES));
  }
  return hashes;
}

async function levelsOnDisk(disk: Disk): Promise<number> {
  const names = await disk.list('tree');
  return names.reduce((highest, name) => Math.max(highest, Number(name) + 1), 0);
}
