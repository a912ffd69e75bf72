/**
 * Reads the chain from some place on, block by block: entries up to a header, with the payloads that belong to them. Knows nothing of
 * what the entries mean; it only finds where blocks end and where the bytes stop making sense.
 */

import { isCoded } from '@stele/base';
import { decodeEntry, type Payload } from '@stele/protocol';

import type { ReadableDisk } from '../storage/disk.ts';
import type { LogEnd } from '../storage/entry-log.ts';
import type { FilePlace } from '../storage/file-family.ts';
import type { RecordAt } from '../storage/payload-files.ts';
import { type FileOffset, StoredEntries, type StoredEntry } from '../storage/stored-entries.ts';
import { StoredPayloads } from '../storage/stored-payloads.ts';

export interface ReadBlock {
  /** In order, the header last. */
  readonly entries: readonly StoredEntry[];
  /** By index of the entry. */
  readonly payloads: ReadonlyMap<number, readonly Payload[]>;
  readonly records: readonly RecordAt[];
  /** Where log and payloads end with this block. */
  readonly logEnd: LogEnd;
  readonly payloadEnd: FilePlace;
}

/**
 * What follows the last block. `nothing`: the log ends with a header. `incomplete`: the files end inside an entry or a block.
 * `damaged`: there are bytes, and they are no block of this chain.
 */
export interface Ending {
  readonly kind: 'nothing' | 'incomplete' | 'damaged';
  readonly at: FileOffset;
  /** Index of the entry that could not be read. */
  readonly index: number;
  readonly why: string;
}

export class StoredBlocks {
  readonly #entries: StoredEntries;
  readonly #payloads: StoredPayloads;
  #logEnd: LogEnd;
  #payloadEnd: FilePlace;
  #ending: Ending | undefined;

  constructor(disk: ReadableDisk, from: { readonly log: LogEnd; readonly payload: FilePlace }) {
    this.#entries = new StoredEntries(disk, from.log);
    this.#payloads = new StoredPayloads(disk, from.payload);
    this.#logEnd = from.log;
    this.#payloadEnd = from.payload;
  }

  /** Where the last whole block ends. */
  get logEnd(): LogEnd {
    return this.#logEnd;
  }

  get payloadEnd(): FilePlace {
    return this.#payloadEnd;
  }

  /** Known when `next` gave none. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** The next block, or undefined, and then `ending` says why. */
  async next(): Promise<ReadBlock | undefined> {
    const entries: StoredEntry[] = [];
    const payloads = new Map<number, readonly Payload[]>();
    const records: RecordAt[] = [];
    for (;;) {
      const entry = await this.#entries.next();
      if (entry === undefined) return this.#endAt(entries);
      const kind = kindOf(entry.bytes);
      if (kind === undefined) {
        this.#endBefore(entry);
        return undefined;
      }
      entries.push(entry);
      const record = await this.#recordOf(entry.index);
      if (record !== undefined) {
        payloads.set(record.index, record.payloads);
        records.push(record);
      }
      if (kind !== 'header') continue;
      this.#logEnd = entry.end;
      this.#payloadEnd = this.#payloads.end;
      return { entries, payloads, records, logEnd: this.#logEnd, payloadEnd: this.#payloadEnd };
    }
  }

  /** What stands in the payload files behind the last block: undefined when nothing does. */
  async payloadRest(): Promise<{ readonly at: FileOffset; readonly why: string } | undefined> {
    const record = await this.#payloads.peek();
    const { at, problem } = this.#payloads;
    if (record !== undefined) {
      return { at, why: `a payload record of entry ${String(record.index)}` };
    }
    return problem === undefined ? undefined : { at, why: problem };
  }

  async close(): Promise<void> {
    await this.#entries.close();
    await this.#payloads.close();
  }

  async #recordOf(index: number): ReturnType<StoredPayloads['peek']> {
    const record = await this.#payloads.peek();
    if (record?.index !== index) return undefined;
    this.#payloads.take();
    return record;
  }

  async #endAt(entries: readonly StoredEntry[]): Promise<undefined> {
    const index = this.#logEnd.size + entries.length;
    const { at } = this.#entries;
    if (await this.#entries.hasRest()) {
      this.#ending = { kind: 'incomplete', at, index, why: 'an entry is cut short' };
    } else if (entries.length > 0) {
      this.#ending = { kind: 'incomplete', at, index, why: 'entries without a header after them' };
    } else {
      this.#ending = { kind: 'nothing', at, index, why: 'the log ends' };
    }
    return undefined;
  }

  #endBefore({ file, offset, index }: StoredEntry): void {
    this.#ending = { kind: 'damaged', at: { file, offset }, index, why: 'bytes that are no entry' };
  }
}

function kindOf(bytes: Uint8Array): 'transaction' | 'header' | 'system' | undefined {
  try {
    return decodeEntry(bytes).kind;
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}
