/**
 * Proofs about the log made from its tiles (C2SP tlog-tiles), by the reader and not by the server: which hashes a proof consists of
 * follows from RFC 6962 §2.1.1 and §2.1.2, and each is either in a tile or put together from some. A few tiles suffice for a log of
 * any size.
 */

import { rejection } from '@stele/base';
import { type Hash, nodeHash, rootOf, tilePath, TILE_WIDTH } from '@stele/protocol';

/** The bytes of the tile at a path such as `tile/0/x001/067`. */
export type ReadTile = (path: string) => Promise<Uint8Array>;

export interface LogTree {
  readonly hash: Hash;
  /** Of the newest checkpoint. */
  readonly size: number;
  readonly readTile: ReadTile;
}

/** Entries from `start` up to and without `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const HASH_BYTES = 32;
const LEVELS_PER_TILE = 8;

/** That the first `oldSize` entries are still the first. Rejects with TILE_MALFORMED. */
export function consistencyFromTiles(tree: LogTree, oldSize: number): Promise<Uint8Array[]> {
  if (oldSize === 0) return Promise.resolve([]);
  return hashesOf(tree, consistencyRanges(oldSize, { start: 0, end: tree.size }, true));
}

/** That entry `index` is in the tree. Rejects with TILE_MALFORMED. */
export function inclusionFromTiles(tree: LogTree, index: number): Promise<Uint8Array[]> {
  return hashesOf(tree, inclusionRanges(index, { start: 0, end: tree.size }));
}

/** RFC 6962 §2.1.2, SUBPROOF: `oldSize` counted from the range's start. */
function consistencyRanges(oldSize: number, { start, end }: Range, isWhole: boolean): Range[] {
  if (oldSize === end - start) return isWhole ? [] : [{ start, end }];
  const middle = start + splitOf(end - start);
  const left = { start, end: middle };
  const right = { start: middle, end };
  return oldSize <= middle - start
    ? [...consistencyRanges(oldSize, left, isWhole), right]
    : [...consistencyRanges(oldSize - (middle - start), right, false), left];
}

/** RFC 6962 §2.1.1, PATH. */
function inclusionRanges(index: number, { start, end }: Range): Range[] {
  if (end - start <= 1) return [];
  const middle = start + splitOf(end - start);
  const left = { start, end: middle };
  const right = { start: middle, end };
  return index < middle
    ? [...inclusionRanges(index, left), right]
    : [...inclusionRanges(index, right), left];
}

/** The largest power of two smaller than `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function hashesOf(tree: LogTree, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const asked = new Map<string, Promise<Uint8Array>>();
  const readTile = (path: string): Promise<Uint8Array> => {
    const tile = asked.get(path) ?? tree.readTile(path);
    asked.set(path, tile);
    return tile;
  };
  return Promise.all(ranges.map((range) => rangeHash({ ...tree, readTile }, range)));
}

/** A range is a whole subtree or the right edge of the tree, which is put together from whole ones. */
async function rangeHash(tree: LogTree, { start, end }: Range): Promise<Uint8Array> {
  const level = Math.log2(end - start);
  if (Number.isInteger(level)) return subtreeHash(tree, level, start / (end - start));
  const middle = start + splitOf(end - start);
  const [left, right] = await Promise.all([
    rangeHash(tree, { start, end: middle }),
    rangeHash(tree, { start: middle, end }),
  ]);
  return nodeHash(tree.hash, left, right);
}

async function subtreeHash(tree: LogTree, level: number, index: number): Promise<Uint8Array> {
  const tileLevel = Math.floor(level / LEVELS_PER_TILE);
  const count = 2 ** (level % LEVELS_PER_TILE);
  const first = index * count;
  const n = Math.floor(first / TILE_WIDTH);
  const widthAtLevel = Math.floor(tree.size / TILE_WIDTH ** tileLevel);
  const width = Math.min(TILE_WIDTH, widthAtLevel - n * TILE_WIDTH);
  const tile = await tree.readTile(tilePath({ level: tileLevel, n, width }));
  if (tile.length !== width * HASH_BYTES) {
    throw rejection('TILE_MALFORMED', 'the server gave a tile of another size than the log has', {
      action: 'Load the page again; if it stays, show this to the operator of the log.',
    });
  }
  const from = first % TILE_WIDTH;
  return rootOf(
    tree.hash,
    Array.from({ length: count }, (_, i) => hashAt(tile, from + i)),
  );
}

function hashAt(tile: Uint8Array, place: number): Uint8Array {
  return tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
}
