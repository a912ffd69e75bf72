/** Reads a file from front to back, a large piece at a time. A missing file is an empty one. */

import type { DiskFile, ReadableDisk } from '../storage/disk.ts';

const PIECE_BYTES = 1_048_576;

export class FileStream {
  readonly path: string;
  readonly #disk: ReadableDisk;
  #file: DiskFile | undefined;
  #piece: Uint8Array = new Uint8Array(0);
  #pieceAt = 0;
  #at = 0;

  constructor(disk: ReadableDisk, path: string) {
    this.path = path;
    this.#disk = disk;
  }

  /** Where the next bytes stand. */
  get offset(): number {
    return this.#at;
  }

  /** The next bytes, fewer at the end of the file. */
  async next(count: number): Promise<Uint8Array> {
    if (this.#at + count > this.#pieceAt + this.#piece.length) {
      this.#file ??= await this.#disk.openToRead(this.path);
      const length = Math.max(PIECE_BYTES, count);
      this.#piece = (await this.#file?.read(this.#at, length)) ?? new Uint8Array(0);
      this.#pieceAt = this.#at;
    }
    const start = this.#at - this.#pieceAt;
    const bytes = this.#piece.subarray(start, start + count);
    this.#at += bytes.length;
    return bytes;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}
