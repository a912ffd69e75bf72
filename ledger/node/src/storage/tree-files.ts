/**
 * The log's Merkle tree on disk (spec/disk.md, `tree/`): level L is one run of 32-byte hashes, hash n being the root of the leaves
 * n·256^L … (n+1)·256^L − 1. Hashes between two levels are computed when asked for. Derived from the entries, so nothing here is
 * synced with a commit, and a torn file is cut and written again.
 */

import { assert, equal, failure } from '@stele/base';
import { type Hash, rootOf } from '@stele/protocol';

import { allDone } from './all-done.ts';
import type { Disk } from './disk.ts';
import { FileFamily } from './file-family.ts';
import { HASH_BYTES, TILE_WIDTH, treePath } from './layout.ts';

/** Full tiles that were compared last: 256 KiB. */
const RECENT_TILES_MAX = 32;

export class TreeFiles {
  readonly #hash: Hash;
  readonly #files: FileFamily;
  /** By level, the hashes of its last tile while that is not full. An array only grows; a full tile begins a new one. */
  readonly #open: Uint8Array[][];
  /** The same as it was when `#size` was counted. */
  #shown: readonly Uint8Array[][];
  readonly #recent = new Map<string, readonly Uint8Array[]>();
  #size: number;

  private constructor(disk: Disk, hash: Hash, size: number, open: Uint8Array[][]) {
    this.#files = new FileFamily(disk, treePath);
    this.#hash = hash;
    this.#size = size;
    this.#open = open;
    this.#shown = [...open];
  }

  /** The tree of `size` leaves, whose files are cut to that. They must hold at least that much. */
  static async open(disk: Disk, hash: Hash, size: number): Promise<TreeFiles> {
    const tree = new TreeFiles(disk, hash, size, []);
    const highest = Math.max(levelsOf(size), await levelsOnDisk(disk));
    for (let level = 0; level < highest; level++) {
      const count = hashesAt(level, size);
      await tree.#files.cut(level, count * HASH_BYTES);
      const first = count - (count % TILE_WIDTH);
      tree.#open[level] = (await tree.#read(level, first, count % TILE_WIDTH)) ?? [];
    }
    tree.#shown = [...tree.#open];
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
    this.#shown = [...this.#open];
  }

  /**
   * `count` hashes of a level from `first` on, which lie in one tile: as they were written, because a full tile's root is a hash of the
   * level above, up to the open tiles, which are in memory. Fails with TREE_DAMAGED.
   */
  async hashes(level: number, first: number, count: number): Promise<Uint8Array[]> {
    if (count === 0) return [];
    const within = first % TILE_WIDTH;
    assert(within + count <= TILE_WIDTH, 'hashes are read out of one tile');
    const tile = await this.#tile(level, Math.floor(first / TILE_WIDTH));
    return tile.slice(within, within + count);
  }

  async #tile(level: number, n: number): Promise<readonly Uint8Array[]> {
    const first = n * TILE_WIDTH;
    const count = hashesAt(level, this.#size);
    if (first + TILE_WIDTH > count) return (this.#shown[level] ?? []).slice(0, count - first);
    const key = `${String(level)}/${String(n)}`;
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const tile = await this.#read(level, first, TILE_WIDTH);
    const [root] = await this.hashes(level + 1, n, 1);
    if (tile === undefined || root === undefined || !equal(rootOf(this.#hash, tile), root)) {
      throw treeDamaged(level, first);
    }
    this.#keep(key, tile);
    return tile;
  }

  #keep(key: string, tile: readonly Uint8Array[]): void {
    this.#recent.set(key, tile);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > RECENT_TILES_MAX && oldest !== undefined) this.#recent.delete(oldest);
  }

  /** As the file has them; undefined when it is too short. */
  async #read(level: number, first: number, count: number): Promise<Uint8Array[] | undefined> {
    const length = count * HASH_BYTES;
    const bytes = await this.#files.read(level, first * HASH_BYTES, length);
    return bytes.length === length ? splitHashes(bytes) : undefined;
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
    let open = this.#open[level] ?? [];
    const roots: Uint8Array[] = [];
    for (const hash of added) {
      open.push(hash);
      if (open.length < TILE_WIDTH) continue;
      roots.push(rootOf(this.#hash, open));
      open = [];
    }
    this.#open[level] = open;
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

function treeDamaged(level: number, first: number): Error {
  const place = `${treePath(level)} from byte ${String(first * HASH_BYTES)} on`;
  return failure('TREE_DAMAGED', `the tree is not as it was written in ${place}`, {
    action:
      'Stop the node and run `stele ledger check`; without the folder `tree` the next start makes it again from the log.',
    data: { file: treePath(level), offset: first * HASH_BYTES },
  });
}

async function levelsOnDisk(disk: Disk): Promise<number> {
  const names = await disk.list('tree');
  return names.reduce((highest, name) => Math.max(highest, Number(name) + 1), 0);
}
