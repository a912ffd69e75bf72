/**
 * The right edge of a growing RFC 6962 tree: the roots of its full subtrees, largest first. Enough to append leaves and to know
 * the root, in memory of log size.
 */

import { assert } from '@stele/base';
import type { Hash } from './crypto.ts';
import { nodeHash, rootOf } from './merkle.ts';

export class CompactRange {
  readonly #hash: Hash;
  readonly #hashes: Uint8Array[];
  #size: number;

  /** `hashes` are those of a range of `size` leaves, as `hashes` gives them. */
  constructor(hash: Hash, size = 0, hashes: readonly Uint8Array[] = []) {
    assert(hashes.length === onesIn(size), 'a range has one hash for each bit of its size');
    this.#hash = hash;
    this.#hashes = [...hashes];
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Roots of the full subtrees, largest (leftmost) first. */
  get hashes(): readonly Uint8Array[] {
    return this.#hashes;
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#hashes.pop();
      assert(left !== undefined, 'a full subtree stands left of an odd place');
      node = nodeHash(this.#hash, left, node);
    }
    this.#hashes.push(node);
    this.#size++;
  }

  root(): Uint8Array {
    const [last, ...rest] = this.#hashes.toReversed();
    if (last === undefined) return rootOf(this.#hash, []);
    return rest.reduce((right, left) => nodeHash(this.#hash, left, right), last);
  }

  clone(): CompactRange {
    return new CompactRange(this.#hash, this.#size, this.#hashes);
  }
}

function onesIn(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
