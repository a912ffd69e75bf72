/** Reads the log from some place on, entry by entry, over its segments: for recovery and for checking, which trust nothing else. */

import type { DiskFile, ReadableDisk } from './disk.ts';
import { type LogEnd, segmentOf } from './entry-log.ts';
import { FrameReader } from './frame-reader.ts';
import { ENTRY_LENGTH_BYTES, entriesPath, SEGMENT_ENTRIES } from './layout.ts';

export interface StoredEntry {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly file: string;
  /** Where its length prefix stands. */
  readonly offset: number;
  /** Where the log ends with it. */
  readonly end: LogEnd;
}

/** A place in a file, for people. */
export interface FileOffset {
  readonly file: string;
  readonly offset: number;
}

export class StoredEntries {
  readonly #disk: ReadableDisk;
  #end: LogEnd;
  #segment: { readonly file: DiskFile; readonly reader: FrameReader } | undefined;

  constructor(disk: ReadableDisk, from: LogEnd) {
    this.#disk = disk;
    this.#end = from;
  }

  /** Where the next entry is, or where reading stopped. */
  get at(): FileOffset {
    return { file: entriesPath(segmentOf(this.#end.size)), offset: this.#end.segmentBytes };
  }

  /** Index of the next entry. */
  get index(): number {
    return this.#end.size;
  }

  /** The next entry; undefined where the log ends or an entry is cut short. */
  async next(): Promise<StoredEntry | undefined> {
    const index = this.#end.size;
    const segment = await this.#open(segmentOf(index));
    const frame = await segment?.reader.next();
    if (segment === undefined || frame === undefined) return undefined;
    const { file } = this.at;
    const isFull = (index + 1) % SEGMENT_ENTRIES === 0;
    this.#end = { size: index + 1, segmentBytes: isFull ? 0 : segment.reader.offset };
    if (isFull) await this.close();
    return { index, bytes: frame.bytes, file, offset: frame.offset, end: this.#end };
  }

  /** After `next` gave none: whether bytes are left that are no whole entry. */
  async hasRest(): Promise<boolean> {
    return (await this.#segment?.reader.hasRest()) ?? false;
  }

  async close(): Promise<void> {
    await this.#segment?.file.close();
    this.#segment = undefined;
  }

  async #open(
    number: number,
  ): Promise<{ readonly file: DiskFile; readonly reader: FrameReader } | undefined> {
    if (this.#segment !== undefined) return this.#segment;
    const file = await this.#disk.openToRead(entriesPath(number));
    if (file === undefined) return undefined;
    const reader = new FrameReader(file, this.#end.segmentBytes, ENTRY_LENGTH_BYTES);
    this.#segment = { file, reader };
    return this.#segment;
  }
}
