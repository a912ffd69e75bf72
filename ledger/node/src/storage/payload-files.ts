/**
 * Payloads on disk (spec/disk.md, `payload/`): records in the order of the log, in files that are closed after 1 GiB. Where a record
 * stands is remembered by `state`.
 */

import { isCoded } from '@stele/base';
import { ENVELOPE_BYTES_MAX } from '@stele/protocol';

import type { Disk } from './disk.ts';
import { FileFamily, type FilePlace } from './file-family.ts';
import { PAYLOAD_FILE_BYTES, PAYLOAD_LENGTH_BYTES, payloadPath } from './layout.ts';
import { frameRecord, payloadDamaged, type PayloadRecord } from './payload-record.ts';
import { RecentRecords } from './recent-records.ts';
import { walkRecord, type WalkedRecord } from './walked-record.ts';

/** Where a record stands, its length prefix included. */
export interface RecordPlace {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
}

/** A record's owner, and where it stands. */
export interface RecordAt {
  /** The transaction's entry in the log. */
  readonly index: number;
  readonly place: RecordPlace;
}

/** An entry or a leaf that is damaged says nothing of the payloads. */
const KNOWN = ['PAYLOAD_DAMAGED', 'LOG_DAMAGED', 'TREE_DAMAGED'];

export interface PayloadFilesOptions {
  /** How long a file gets. */
  readonly fileBytes?: number;
  readonly check?: CheckRecord;
}

/** Rejects when the payloads of a record are not those that its transaction commits to. */
export type CheckRecord = (record: WalkedRecord) => Promise<void>;

export class PayloadFiles {
  readonly #check: CheckRecord | undefined;
  readonly #files: FileFamily;
  readonly #fileBytes: number;
  #recent = new RecentRecords();
  #committed: FilePlace;
  #appended: FilePlace;

  /** Files that end at `end`, cut to exactly that. A record that is read is shown to `check`. */
  constructor(
    disk: Disk,
    end: FilePlace,
    { fileBytes = PAYLOAD_FILE_BYTES, check }: PayloadFilesOptions = {},
  ) {
    this.#check = check;
    this.#files = new FileFamily(disk, payloadPath);
    this.#fileBytes = fileBytes;
    this.#committed = end;
    this.#appended = end;
  }

  /** Where the next record goes. */
  get end(): FilePlace {
    return this.#appended;
  }

  /** Writes records behind the last one, and says where. Undone by `cutBack` until `commit`. */
  async append(records: readonly PayloadRecord[]): Promise<readonly RecordAt[]> {
    const places: RecordAt[] = [];
    const parts = new Map<number, Uint8Array[]>();
    for (const record of records) {
      const framed = frameRecord(record);
      const { file, length } = this.#placeForNext();
      // Counted before it is written, so that `cutBack` knows of a file that was begun.
      this.#appended = { file, length: length + framed.length };
      places.push({ index: record.index, place: { file, offset: length, length: framed.length } });
      const known = parts.get(file);
      if (known === undefined) parts.set(file, [framed]);
      else known.push(framed);
    }
    // One write a file: each goes through a thread, whatever its size.
    for (const [file, framed] of parts) await this.#files.appendAll(file, framed);
    return places;
  }

  /** Makes what was appended durable. Does nothing when nothing was. */
  sync(): Promise<void> {
    return this.#files.sync();
  }

  /** What was appended stays. */
  commit(): void {
    this.#committed = this.#appended;
  }

  /** Takes back what was appended since the last `commit`, after the disk ran full. */
  async cutBack(): Promise<void> {
    await this.#files.cutTo(this.#committed, this.#appended.file);
    this.#appended = this.#committed;
    // Something else may come to stand there.
    this.#recent = new RecentRecords();
  }

  /** The record of entry `index`, which stands at `place`. Fails with PAYLOAD_DAMAGED. */
  read(index: number, place: RecordPlace): Promise<WalkedRecord> {
    return this.#recent.get(index, place, () => this.#read(index, place));
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  async #read(index: number, { file, offset, length }: RecordPlace): Promise<WalkedRecord> {
    if (length > ENVELOPE_BYTES_MAX) throw payloadDamaged(index);
    const framed = await this.#files.read(file, offset, length);
    if (framed.length !== length) throw payloadDamaged(index);
    try {
      const record = walkRecord(framed.subarray(PAYLOAD_LENGTH_BYTES));
      if (record.index !== index) throw payloadDamaged(index);
      await this.#check?.(record);
      return record;
    } catch (cause) {
      const isKnown = KNOWN.some((code) => isCoded(cause, code));
      throw isKnown ? cause : payloadDamaged(index, cause);
    }
  }

  #placeForNext(): FilePlace {
    const { file, length } = this.#appended;
    return length >= this.#fileBytes ? { file: file + 1, length: 0 } : this.#appended;
  }
}
