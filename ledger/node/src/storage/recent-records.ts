/**
 * The payload records read last, so that page after page over one batch reads it from the disk once, and many readers at once read it
 * together. Records never change, so what is kept is never out of date.
 */

import type { RecordPlace } from './payload-files.ts';
import type { WalkedRecord } from './walked-record.ts';

/** Of the records as they stand in their files: five of the largest. The places of their items are at most twice as much beside. */
const RECENT_RECORDS_BYTES_MAX = 8_388_608;

/** What a kept record takes beside its bytes, so that a great many small ones are bounded too. */
const BESIDE_BYTES = 1_024;

interface Kept {
  readonly bytes: number;
  readonly record: Promise<WalkedRecord>;
}

export class RecentRecords {
  readonly #bytesMax: number;
  /** In the order of their last use. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(bytesMax = RECENT_RECORDS_BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  /** The record of an entry at a place: the one kept, or what `read` gives. One that cannot be read is not kept. */
  get(index: number, place: RecordPlace, read: () => Promise<WalkedRecord>): Promise<WalkedRecord> {
    const name = [index, place.file, place.offset, place.length].join(' ');
    const known = this.#kept.get(name);
    const kept = known ?? { bytes: place.length + BESIDE_BYTES, record: read() };
    this.#forget(name, kept);
    this.#kept.set(name, kept);
    this.#bytes += kept.bytes;
    if (known === undefined) {
      kept.record.catch(() => {
        this.#forget(name, kept);
      });
    }
    this.#makeRoom();
    return kept.record;
  }

  #makeRoom(): void {
    for (const [name, kept] of this.#kept) {
      if (this.#bytes <= this.#bytesMax) return;
      this.#forget(name, kept);
    }
  }

  #forget(name: string, kept: Kept): void {
    if (this.#kept.get(name) !== kept) return;
    this.#kept.delete(name);
    this.#bytes -= kept.bytes;
  }
}
