/** Reads payload records from some place on, in the order of the log, over the files: for recovery and for checking. */

import { isCoded } from '@stele/base';

import type { DiskFile, ReadableDisk } from './disk.ts';
import type { FilePlace } from './file-family.ts';
import { FrameReader } from './frame-reader.ts';
import { PAYLOAD_LENGTH_BYTES, payloadPath } from './layout.ts';
import type { RecordPlace } from './payload-files.ts';
import { decodeRecord, type PayloadRecord } from './payload-record.ts';
import type { FileOffset } from './stored-entries.ts';

export interface StoredRecord extends PayloadRecord {
  readonly place: RecordPlace;
}

export class StoredPayloads {
  readonly #disk: ReadableDisk;
  /** Where the record that `peek` gives, or the next one, begins. */
  #at: FilePlace;
  #open: { readonly file: DiskFile; readonly reader: FrameReader } | undefined;
  #peeked: StoredRecord | undefined;
  #problem: string | undefined;

  constructor(disk: ReadableDisk, from: FilePlace) {
    this.#disk = disk;
    this.#at = from;
  }

  /** Behind the last record taken. */
  get end(): FilePlace {
    return this.#at;
  }

  get at(): FileOffset {
    return { file: payloadPath(this.#at.file), offset: this.#at.length };
  }

  /** Why reading stopped, when it was not simply at the end. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** The next record without taking it; undefined where records end or one cannot be read. */
  async peek(): Promise<StoredRecord | undefined> {
    if (this.#peeked === undefined && this.#problem === undefined) {
      this.#peeked = await this.#read();
    }
    return this.#peeked;
  }

  /** Takes what `peek` gave. */
  take(): void {
    if (this.#peeked === undefined) return;
    const { file, offset, length } = this.#peeked.place;
    this.#at = { file, length: offset + length };
    this.#peeked = undefined;
  }

  async close(): Promise<void> {
    await this.#open?.file.close();
    this.#open = undefined;
  }

  async #read(): Promise<StoredRecord | undefined> {
    const reader = await this.#reader();
    const frame = await reader?.next();
    if (reader === undefined || frame === undefined) {
      if ((await reader?.hasRest()) === true) this.#problem = 'a payload record is cut short';
      else if (await this.#toNextFile()) return this.#read();
      return undefined;
    }
    try {
      const { file } = this.#at;
      const length = PAYLOAD_LENGTH_BYTES + frame.bytes.length;
      return { ...decodeRecord(frame.bytes), place: { file, offset: frame.offset, length } };
    } catch (error) {
      if (!isCoded(error)) throw error;
      this.#problem = error.message;
      return undefined;
    }
  }

  async #reader(): Promise<FrameReader | undefined> {
    if (this.#open !== undefined) return this.#open.reader;
    const file = await this.#disk.openToRead(payloadPath(this.#at.file));
    if (file === undefined) return undefined;
    const reader = new FrameReader(file, this.#at.length, PAYLOAD_LENGTH_BYTES);
    this.#open = { file, reader };
    return reader;
  }

  /** A file ends after any record once it is large enough, so the next one is tried wherever one ends. */
  async #toNextFile(): Promise<boolean> {
    const next = await this.#disk.openToRead(payloadPath(this.#at.file + 1));
    if (next === undefined) return false;
    await this.close();
    this.#at = { file: this.#at.file + 1, length: 0 };
    this.#open = { file: next, reader: new FrameReader(next, 0, PAYLOAD_LENGTH_BYTES) };
    return true;
  }
}
