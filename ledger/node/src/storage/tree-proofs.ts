/** Roots and inclusion proofs (RFC 6962 §2.1.1) out of the tree's files, reading each tile once. */

import { assert } from '@stele/base';
import { type Hash, nodeHash, rootOf } from '@stele/protocol';

import { TILE_WIDTH } from './layout.ts';
import { hashesAt, type TreeFiles } from './tree-files.ts';

/** Levels of hashes inside one tile. */
const TILE_HEIGHT = 8;

/** The root of the first `size` leaves; `size` at most the tree's. */
export async function treeRoot(tree: TreeFiles, hash: Hash, size: number): Promise<Uint8Array> {
  return size === 0 ? hash(new Uint8Array(0)) : new TileReader(tree, hash).rangeRoot(0, size);
}

/** The hashes that lead from leaf `index` to the root of the first `size` leaves, from the leaf's sibling up. */
export async function treePath(
  tree: TreeFiles,
  hash: Hash,
  { index, size }: { readonly index: number; readonly size: number },
): Promise<Uint8Array[]> {
  assert(index < size && size <= tree.size, 'a path is of a leaf under a root of this tree');
  const reader = new TileReader(tree, hash);
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + leftWidth(end - start);
    if (index < middle) {
      path.push(await reader.rangeRoot(middle, end));
      end = middle;
    } else {
      path.push(await reader.rangeRoot(start, middle));
      start = middle;
    }
  }
  return path.toReversed();
}

class TileReader {
  readonly #tree: TreeFiles;
  readonly #hash: Hash;
  readonly #tiles = new Map<string, Uint8Array[]>();

  constructor(tree: TreeFiles, hash: Hash) {
    this.#tree = tree;
    this.#hash = hash;
  }

  /** The root of leaves `start` … `end` − 1, a range that a tree splits off: aligned to the power of two below its width. */
  async rangeRoot(start: number, end: number): Promise<Uint8Array> {
    const width = end - start;
    const left = leftWidth(width);
    if (width === left * 2) return this.#subtreeRoot(start, width);
    if (width === 1) return this.#subtreeRoot(start, 1);
    const middle = start + left;
    return nodeHash(
      this.#hash,
      await this.rangeRoot(start, middle),
      await this.rangeRoot(middle, end),
    );
  }

  /** The root of a full subtree: `width` is a power of two, and `start` a multiple of it. */
  async #subtreeRoot(start: number, width: number): Promise<Uint8Array> {
    const height = Math.log2(width);
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const first = start / TILE_WIDTH ** level;
    const tile = await this.#tile(level, Math.floor(first / TILE_WIDTH));
    const within = first % TILE_WIDTH;
    return rootOf(this.#hash, tile.slice(within, within + count));
  }

  async #tile(level: number, number: number): Promise<Uint8Array[]> {
    const key = `${String(level)}/${String(number)}`;
    const known = this.#tiles.get(key);
    if (known !== undefined) return known;
    const first = number * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, hashesAt(level, this.#tree.size) - first);
    const tile = await this.#tree.hashes(level, first, width);
    this.#tiles.set(key, tile);
    return tile;
  }
}

/** The largest power of two below `width`; 1 for 1. */
function leftWidth(width: number): number {
  let left = 1;
  while (left * 2 < width) left *= 2;
  return left;
}
