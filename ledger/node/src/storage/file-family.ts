/**
 * Numbered files that only grow: segments, payload files, tile levels. Knows how long each one is, which ones have to be synced,
 * and keeps a bounded number of them open. Who writes what, and when, is decided elsewhere.
 */

import { assert } from '@stele/base';

import type { Disk, DiskFile } from './disk.ts';

/** A place in a family: everything before it, in this file and those with lower numbers. */
export interface FilePlace {
  readonly file: number;
  readonly length: number;
}

interface OpenFile {
  readonly file: Promise<DiskFile>;
  /** Reads and writes under way: such a file is not closed. */
  users: number;
}

/** Files kept open; the ones used longest ago are closed first. */
const OPEN_FILES_MAX = 32;

export class FileFamily {
  readonly #disk: Disk;
  readonly #pathOf: (number: number) => string;
  readonly #open = new Map<number, OpenFile>();
  readonly #lengths = new Map<number, number>();
  readonly #unsynced = new Set<number>();

  constructor(disk: Disk, pathOf: (number: number) => string) {
    this.#disk = disk;
    this.#pathOf = pathOf;
  }

  /** Bytes in a file, 0 when there is none. */
  async lengthOf(number: number): Promise<number> {
    const known = this.#lengths.get(number);
    if (known !== undefined) return known;
    const length = await this.#use(number, (file) => file.size());
    this.#lengths.set(number, length);
    return length;
  }

  /** Writes at the end of a file. When it rejects, the file has to be cut with `cutTo` before it is used again. */
  append(number: number, bytes: Uint8Array): Promise<void> {
    return this.appendAll(number, [bytes]);
  }

  /** The same with many parts, one after the other. */
  async appendAll(number: number, parts: readonly Uint8Array[]): Promise<void> {
    const added = parts.reduce((sum, part) => sum + part.length, 0);
    if (added === 0) return;
    const length = await this.lengthOf(number);
    this.#unsynced.add(number);
    await this.#use(number, (file) => file.write(length, parts));
    this.#lengths.set(number, length + added);
  }

  read(number: number, position: number, length: number): Promise<Uint8Array> {
    return this.#use(number, (file) => file.read(position, length));
  }

  /** Makes everything appended so far durable. */
  async sync(): Promise<void> {
    for (const number of [...this.#unsynced]) {
      this.#unsynced.delete(number);
      await this.#use(number, (file) => file.sync());
    }
  }

  /** Cuts one file, whatever it holds beyond `length`. */
  async cut(number: number, length: number): Promise<void> {
    await this.#use(number, async (file) => {
      const size = await file.size();
      assert(size >= length, 'a file is cut to less than it holds');
      if (size > length) await file.truncate(length);
    });
    this.#unsynced.add(number);
    this.#lengths.set(number, length);
  }

  /** Cuts the family to a place: what lies behind it in its file, and all files with higher numbers. */
  async cutTo({ file, length }: FilePlace, lastFile: number): Promise<void> {
    for (let number = lastFile; number > file; number--) await this.#remove(number);
    await this.cut(file, length);
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { file } of open) await (await file).close();
  }

  async #remove(number: number): Promise<void> {
    const open = this.#open.get(number);
    this.#open.delete(number);
    await (await open?.file)?.close();
    this.#lengths.delete(number);
    this.#unsynced.delete(number);
    await this.#disk.remove(this.#pathOf(number));
  }

  async #use<T>(number: number, act: (file: DiskFile) => Promise<T>): Promise<T> {
    const open = this.#opened(number);
    // Counted before anything is waited for, so that nobody closes the file in between.
    open.users++;
    try {
      return await act(await open.file);
    } finally {
      open.users--;
      if (this.#open.size > OPEN_FILES_MAX) await this.#closeSurplus();
    }
  }

  #opened(number: number): OpenFile {
    const known = this.#open.get(number);
    const opened = known ?? { file: this.#disk.open(this.#pathOf(number)), users: 0 };
    if (known === undefined) opened.file.catch(() => this.#open.delete(number));
    // Maps keep the order of insertion: the first is the one used longest ago.
    this.#open.delete(number);
    this.#open.set(number, opened);
    return opened;
  }

  async #closeSurplus(): Promise<void> {
    for (const [number, { file, users }] of [...this.#open]) {
      if (this.#open.size <= OPEN_FILES_MAX) return;
      if (users > 0 || this.#unsynced.has(number)) continue;
      this.#open.delete(number);
      await (await file).close();
    }
  }
}
