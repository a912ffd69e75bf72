/** RFC 6962 §2.1 trees over any hash: roots, inclusion proofs, consistency proofs. Works on leaf hashes. */

import { assert, equal } from '@stele/base';
import type { Hash } from './crypto.ts';
import { hashInput } from './hash-input.ts';

const LEAF = 0;
const NODE = 1;
const NOTHING = new Uint8Array(0);

/** hash(0x00 ‖ leaf) */
export function leafHash(hash: Hash, leaf: Uint8Array): Uint8Array {
  const bytes = hashInput(1 + leaf.length);
  bytes[0] = LEAF;
  bytes.set(leaf, 1);
  return hash(bytes);
}

/** hash(0x01 ‖ left ‖ right) */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = hashInput(1 + left.length + right.length);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return hash(bytes);
}

/** The root over `leaves` (hashes); for none, the hash of nothing. */
export function rootOf(hash: Hash, leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves;
  while (level.length > 1) level = parents(hash, level);
  return level[0] ?? hash(NOTHING);
}

/** One level up; an odd node at the end rises unchanged, which equals the recursive definition. */
function parents(hash: Hash, level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i + 1 < level.length; i += 2) {
    above.push(nodeHash(hash, at(level, i), at(level, i + 1)));
  }
  if (level.length % 2 === 1) above.push(at(level, level.length - 1));
  return above;
}

function at(items: readonly Uint8Array[], index: number): Uint8Array {
  const item = items[index];
  assert(item !== undefined, 'a tree index is inside its level');
  return item;
}

/** §2.1.1: the path of leaf `index`, from its sibling up. */
export function inclusionPath(
  hash: Hash,
  leaves: readonly Uint8Array[],
  index: number,
): Uint8Array[] {
  assert(index >= 0 && index < leaves.length, 'the leaf is in the tree');
  return pathIn(levelsOf(hash, leaves), index);
}

/** The paths of all leaves, for the price of one root. */
export function inclusionPaths(hash: Hash, leaves: readonly Uint8Array[]): Uint8Array[][] {
  const levels = levelsOf(hash, leaves);
  return leaves.map((_, index) => pathIn(levels, index));
}

function levelsOf(hash: Hash, leaves: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = parents(hash, level);
  return levels;
}

function pathIn(levels: readonly (readonly Uint8Array[])[], index: number): Uint8Array[] {
  const path: Uint8Array[] = [];
  let place = index;
  for (const level of levels) {
    const sibling = level[place % 2 === 0 ? place + 1 : place - 1];
    if (sibling !== undefined) path.push(sibling);
    place = half(place);
  }
  return path;
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** The root that an inclusion proof leads to; undefined when index or number of hashes cannot be (RFC 9162 §2.1.3.2). */
export function rootFromInclusion(hash: Hash, proof: Inclusion): Uint8Array | undefined {
  if (proof.index < 0 || proof.index >= proof.size) return undefined;
  let node = proof.index;
  let last = proof.size - 1;
  let root = proof.leafHash;
  for (const sibling of proof.path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(hash, sibling, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = nodeHash(hash, root, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
}

const half = (value: number): number => Math.floor(value / 2);

/** §2.1.2: proves that the tree over the first `oldSize` leaves is a prefix of the whole one. */
export function consistencyPath(
  hash: Hash,
  leaves: readonly Uint8Array[],
  oldSize: number,
): Uint8Array[] {
  assert(oldSize >= 0 && oldSize <= leaves.length, 'the old tree is not larger');
  return oldSize === 0 ? [] : subproof(hash, leaves, oldSize, true);
}

function subproof(
  hash: Hash,
  leaves: readonly Uint8Array[],
  oldSize: number,
  whole: boolean,
): Uint8Array[] {
  if (oldSize === leaves.length) return whole ? [] : [rootOf(hash, leaves)];
  const split = splitOf(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return oldSize <= split
    ? [...subproof(hash, left, oldSize, whole), rootOf(hash, right)]
    : [...subproof(hash, right, oldSize - split, false), rootOf(hash, left)];
}

/** The largest power of two smaller than `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

export interface Consistency {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Whether the proof leads to both roots (RFC 9162 §2.1.4.2). */
export function verifyConsistency(hash: Hash, proof: Consistency): boolean {
  const { oldSize, newSize, oldRoot, newRoot, path } = proof;
  if (oldSize < 0 || oldSize > newSize) return false;
  if (oldSize === newSize) return path.length === 0 && equal(oldRoot, newRoot);
  if (oldSize === 0) return path.length === 0 && equal(oldRoot, hash(NOTHING));
  const powerOfTwo = splitOf(oldSize + 1) === oldSize;
  const roots = climb(hash, proof, powerOfTwo ? [oldRoot, ...path] : path);
  return roots !== undefined && equal(roots.old, oldRoot) && equal(roots.new, newRoot);
}

interface Roots {
  readonly old: Uint8Array;
  readonly new: Uint8Array;
}

function climb(hash: Hash, proof: Consistency, hashes: readonly Uint8Array[]): Roots | undefined {
  let node = proof.oldSize - 1;
  let last = proof.newSize - 1;
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const [seed, ...rest] = hashes;
  if (seed === undefined) return undefined;
  let oldRoot = seed;
  let newRoot = seed;
  for (const sibling of rest) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      oldRoot = nodeHash(hash, sibling, oldRoot);
      newRoot = nodeHash(hash, sibling, newRoot);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newRoot = nodeHash(hash, newRoot, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? { old: oldRoot, new: newRoot } : undefined;
}
