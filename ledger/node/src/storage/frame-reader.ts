/**
 * Reads length-prefixed records one after the other, a large piece of the file at a time. Stops where a record is cut short: what that
 * means depends on where it happens, and is decided by the caller.
 */

import type { DiskFile } from './disk.ts';

export interface Frame {
  /** Without its length prefix; a view that stays valid. */
  readonly bytes: Uint8Array;
  /** Where the prefix stands in the file. */
  readonly offset: number;
}

const PIECE_BYTES = 1_048_576;

export class FrameReader {
  readonly #file: DiskFile;
  readonly #prefixBytes: number;
  #size: number | undefined;
  #piece: Uint8Array = new Uint8Array(0);
  /** Where the piece begins in the file, and how much of it was read. */
  #pieceOffset: number;
  #used = 0;

  constructor(file: DiskFile, start: number, prefixBytes: number) {
    this.#file = file;
    this.#pieceOffset = start;
    this.#prefixBytes = prefixBytes;
  }

  /** Where the next record begins; where reading stopped, after `next` gave none. */
  get offset(): number {
    return this.#pieceOffset + this.#used;
  }

  /** The next record; undefined when the file ends here, exactly or inside a record. */
  async next(): Promise<Frame | undefined> {
    if (!(await this.#has(this.#prefixBytes))) return undefined;
    const length = this.#readPrefix();
    if (!(await this.#has(this.#prefixBytes + length))) return undefined;
    const { offset } = this;
    const start = this.#used + this.#prefixBytes;
    this.#used = start + length;
    return { bytes: this.#piece.subarray(start, this.#used), offset };
  }

  /** Whether bytes are left that are no whole record. */
  async hasRest(): Promise<boolean> {
    return this.#has(1);
  }

  #readPrefix(): number {
    let length = 0;
    for (let i = 0; i < this.#prefixBytes; i++) {
      length = length * 256 + (this.#piece[this.#used + i] ?? 0);
    }
    return length;
  }

  /** Makes sure that `count` bytes are at hand, if the file has them. */
  async #has(count: number): Promise<boolean> {
    if (this.#piece.length - this.#used >= count) return true;
    const { offset } = this;
    // A damaged length may claim gigabytes.
    this.#size ??= await this.#file.size();
    if (offset + count > this.#size) return false;
    // A new piece, not a longer one: records given out are views on the old one.
    this.#piece = await this.#file.read(offset, Math.max(PIECE_BYTES, count));
    this.#pieceOffset = offset;
    this.#used = 0;
    return this.#piece.length >= count;
  }
}
