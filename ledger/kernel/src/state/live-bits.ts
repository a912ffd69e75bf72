/**
 * The live bits and their tree (spec/block.md, "Live bits"): which effects are rows of today. All bits and all hashes of the tree are
 * in memory, packed: 100 million effects are 12.5 MB of bits and 3 MB of hashes.
 *
 * A block's change is first planned, because its root stands in the header before the block counts, and then committed.
 */

import { assert } from '@stele/base';
import { type Hash, leafHash, nodeHash, rootOf } from '@stele/protocol';
import { PackedRecords } from './packed-records.ts';

export const CHUNK_BYTES = 256;
const CHUNK_BITS = 8 * CHUNK_BYTES;
const HASH_BYTES = 32;

export function chunkCountOf(effectCount: number): number {
  return Math.ceil(effectCount / CHUNK_BITS);
}

export interface LiveChange {
  /** Effects of the chain after the change. */
  readonly effectCount: number;
  /** Numbers of effects that put a row. */
  readonly born: readonly number[];
  /** Numbers of effects whose rows are gone. One may also be in `born`: put and replaced in one block. */
  readonly dead: readonly number[];
}

/** A change that is ready but does not count yet. */
export interface LivePlan {
  readonly root: Uint8Array;
  readonly chunkCount: number;
  readonly chunks: ReadonlyMap<number, Uint8Array>;
  /** Changed hashes of each level, the leaves first. */
  readonly levels: readonly ReadonlyMap<number, Uint8Array>[];
}

export class LiveBits {
  readonly #hash: Hash;
  readonly #chunks = new PackedRecords(CHUNK_BYTES);
  /** Level 0 are leaf hashes; an odd node at the end of a level rises unchanged. */
  readonly #levels: PackedRecords[] = [];

  /** `chunks` are those stored, in order. */
  constructor(hash: Hash, chunks: Iterable<Uint8Array> = []) {
    this.#hash = hash;
    const all = new Map<number, Uint8Array>();
    for (const chunk of chunks) all.set(all.size, chunk);
    this.commit(this.#planChunks(all, all.size));
  }

  get root(): Uint8Array {
    return this.#levels.at(-1)?.get(0) ?? rootOf(this.#hash, []);
  }

  isLive(effect: number): boolean {
    if (effect >= CHUNK_BITS * this.#chunks.count) return false;
    const byte = this.#chunks.get(Math.floor(effect / CHUNK_BITS))[byteOf(effect)] ?? 0;
    return ((byte >> (effect & 7)) & 1) === 1;
  }

  /** The chunks and root that `change` leads to. */
  plan({ effectCount, born, dead }: LiveChange): LivePlan {
    const chunks = new Map<number, Uint8Array>();
    const chunkCount = chunkCountOf(effectCount);
    for (let i = this.#chunks.count; i < chunkCount; i++) {
      chunks.set(i, new Uint8Array(CHUNK_BYTES));
    }
    for (const effect of born) {
      const chunk = this.#writable(chunks, effect);
      const at = byteOf(effect);
      chunk[at] = (chunk[at] ?? 0) | (1 << (effect & 7));
    }
    for (const effect of dead) {
      const chunk = this.#writable(chunks, effect);
      const at = byteOf(effect);
      chunk[at] = (chunk[at] ?? 0) & ~(1 << (effect & 7));
    }
    return this.#planChunks(chunks, chunkCount);
  }

  /** Makes a plan count. It must have been made of these very bits. */
  commit({ chunks, levels }: LivePlan): void {
    for (const [i, chunk] of chunks) this.#chunks.set(i, chunk);
    levels.forEach((changed, level) => {
      const hashes = (this.#levels[level] ??= new PackedRecords(HASH_BYTES));
      for (const [i, hash] of changed) hashes.set(i, hash);
    });
  }

  #writable(chunks: Map<number, Uint8Array>, effect: number): Uint8Array {
    const number = Math.floor(effect / CHUNK_BITS);
    let chunk = chunks.get(number);
    if (chunk === undefined) chunks.set(number, (chunk = this.#chunks.get(number).slice()));
    return chunk;
  }

  #planChunks(chunks: ReadonlyMap<number, Uint8Array>, chunkCount: number): LivePlan {
    if (chunkCount === 0) {
      return { root: rootOf(this.#hash, []), chunkCount, chunks, levels: [] };
    }
    let changed = new Map<number, Uint8Array>();
    for (const [i, chunk] of chunks) changed.set(i, leafHash(this.#hash, chunk));
    const levels = [changed];
    for (let count = chunkCount; count > 1; count = Math.ceil(count / 2)) {
      changed = this.#parents(changed, levels.length - 1, count);
      levels.push(changed);
    }
    // A copy: a block that changes nothing keeps its root when later ones do.
    const root = changed.get(0) ?? this.root.slice();
    return { root, chunkCount, chunks, levels };
  }

  /** The nodes above the changed ones of `level`, which has `count` nodes. */
  #parents(
    changed: ReadonlyMap<number, Uint8Array>,
    level: number,
    count: number,
  ): Map<number, Uint8Array> {
    const above = new Map<number, Uint8Array>();
    const node = (i: number): Uint8Array => {
      const hash = changed.get(i) ?? this.#levels[level]?.get(i);
      assert(hash !== undefined, 'a node that did not change was there before');
      return hash;
    };
    for (const i of changed.keys()) {
      const parent = i >> 1;
      if (above.has(parent)) continue;
      const left = node(2 * parent);
      const hasRight = 2 * parent + 1 < count;
      above.set(parent, hasRight ? nodeHash(this.#hash, left, node(2 * parent + 1)) : left);
    }
    return above;
  }
}

/** The byte of its chunk in which an effect's bit stands. */
function byteOf(effect: number): number {
  return Math.floor((effect % CHUNK_BITS) / 8);
}
