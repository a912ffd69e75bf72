/**
 * The log's segments and their offsets (spec/disk.md, `log/`). Entries stand as a C2SP entry bundle serves them, so a bundle is a
 * slice of a segment. Appending writes entries only; offsets are derived and follow when the entries are durable.
 */

import { assert, failure } from '@stele/base';
import { ENTRY_BYTES_MAX } from '@stele/protocol';

import type { Disk } from './disk.ts';
import { FileFamily } from './file-family.ts';
import {
  ENTRY_LENGTH_BYTES,
  entriesPath,
  OFFSET_BYTES,
  offsetsPath,
  SEGMENT_ENTRIES,
} from './layout.ts';

/** Where the log ends: so many entries, and the bytes there are in the segment that takes the next one. */
export interface LogEnd {
  readonly size: number;
  readonly segmentBytes: number;
}

/** Which of the entries from `first` on is not the one that was written; undefined when all are. */
export type CheckEntries = (
  first: number,
  entries: readonly Uint8Array[],
) => Promise<number | undefined>;

const unchecked: CheckEntries = () => Promise.resolve(undefined);

export class EntryLog {
  readonly #check: CheckEntries;
  readonly #entries: FileFamily;
  readonly #offsets: FileFamily;
  /** What is readable: entries and offsets are both written. */
  #published: LogEnd;
  /** What is written, maybe not yet durable, without offsets. */
  #appended: LogEnd;
  #pendingOffsets: number[] = [];

  /** A log that ends at `end`, its files cut to exactly that. What is read is shown to `check`. */
  constructor(disk: Disk, end: LogEnd, check: CheckEntries = unchecked) {
    this.#check = check;
    this.#entries = new FileFamily(disk, entriesPath);
    this.#offsets = new FileFamily(disk, offsetsPath);
    this.#published = end;
    this.#appended = end;
  }

  /** Entries that can be read. */
  get size(): number {
    return this.#published.size;
  }

  /** Where the next entry goes. */
  get end(): LogEnd {
    return this.#appended;
  }

  /** Writes entries behind the last one. Readable only after `publish`; undone by `cutBack`. */
  async append(entries: readonly Uint8Array[]): Promise<void> {
    let rest = entries;
    while (rest.length > 0) {
      const room = SEGMENT_ENTRIES - (this.#appended.size % SEGMENT_ENTRIES);
      await this.#appendToSegment(rest.slice(0, room));
      rest = rest.slice(room);
    }
  }

  /** Makes what was appended durable. */
  sync(): Promise<void> {
    return this.#entries.sync();
  }

  /** Writes the offsets of what was appended, unsynced, and makes it readable. */
  async publish(): Promise<void> {
    const offsets = this.#pendingOffsets;
    this.#pendingOffsets = [];
    let index = this.#published.size;
    for (let done = 0; done < offsets.length;) {
      const room = SEGMENT_ENTRIES - (index % SEGMENT_ENTRIES);
      const part = offsets.slice(done, done + room);
      await this.#offsets.append(segmentOf(index), packOffsets(part));
      done += part.length;
      index += part.length;
    }
    this.#published = this.#appended;
  }

  /** Takes back what was appended since the last `publish`, after the disk ran full. */
  async cutBack(): Promise<void> {
    const { size, segmentBytes } = this.#published;
    const place = { file: segmentOf(size), length: segmentBytes };
    await this.#entries.cutTo(place, segmentOf(this.#appended.size));
    this.#appended = this.#published;
    this.#pendingOffsets = [];
  }

  /** One entry, as encoded. */
  async entry(index: number): Promise<Uint8Array> {
    const framed = await this.bundle(index, 1);
    return framed.subarray(ENTRY_LENGTH_BYTES);
  }

  /** `count` entries of one segment, as encoded. */
  async entries(first: number, count: number): Promise<readonly Uint8Array[]> {
    return unframed(await this.bundle(first, count));
  }

  /** `count` entries of one segment with their length prefixes: the bytes of a C2SP entry bundle. Fails with LOG_DAMAGED. */
  async bundle(first: number, count: number): Promise<Uint8Array> {
    const last = first + count - 1;
    assert(count > 0 && last < this.#published.size, 'only what is in the log is read');
    assert(segmentOf(first) === segmentOf(last), 'a bundle lies in one segment');
    const [start, end] = await this.#extent(first, count);
    const isPossible = end > start && end - start <= count * (ENTRY_LENGTH_BYTES + ENTRY_BYTES_MAX);
    if (!isPossible) throw damaged(first);
    const bytes = await this.#entries.read(segmentOf(first), start, end - start);
    const entries = unframed(bytes);
    if (bytes.length !== end - start || entries.length !== count) throw damaged(first);
    const wrong = await this.#check(first, entries);
    if (wrong !== undefined) throw damaged(wrong);
    return bytes;
  }

  /** Makes the offsets durable. */
  syncDerived(): Promise<void> {
    return this.#offsets.sync();
  }

  async close(): Promise<void> {
    await this.#entries.close();
    await this.#offsets.close();
  }

  async #appendToSegment(entries: readonly Uint8Array[]): Promise<void> {
    const { size, segmentBytes } = this.#appended;
    const { bytes, offsets } = frame(entries, segmentBytes);
    const next = size + entries.length;
    const isFull = next % SEGMENT_ENTRIES === 0;
    // Counted before it is written, so that `cutBack` knows of a segment that was begun.
    this.#appended = { size: next, segmentBytes: isFull ? 0 : segmentBytes + bytes.length };
    await this.#entries.append(segmentOf(size), bytes);
    for (const offset of offsets) this.#pendingOffsets.push(offset);
  }

  /** Where `count` entries begin and end in their segment. */
  async #extent(first: number, count: number): Promise<readonly [number, number]> {
    const segment = segmentOf(first);
    const { size, segmentBytes } = this.#published;
    const next = first + count;
    const isEnd = next === size || next % SEGMENT_ENTRIES === 0;
    const wanted = isEnd ? count : count + 1;
    const position = (first % SEGMENT_ENTRIES) * OFFSET_BYTES;
    const bytes = await this.#offsets.read(segment, position, wanted * OFFSET_BYTES);
    if (bytes.length !== wanted * OFFSET_BYTES) throw damaged(first);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const start = view.getUint32(0);
    if (!isEnd) return [start, view.getUint32(count * OFFSET_BYTES)];
    const isOpen = segment === segmentOf(size);
    return [start, isOpen ? segmentBytes : await this.#entries.lengthOf(segment)];
  }
}

export function segmentOf(index: number): number {
  return Math.floor(index / SEGMENT_ENTRIES);
}

/** Entries as they stand in a segment from `start` on, and where each one begins. */
export function frame(
  entries: readonly Uint8Array[],
  start: number,
): { readonly bytes: Uint8Array; readonly offsets: readonly number[] } {
  let length = 0;
  for (const entry of entries) length += ENTRY_LENGTH_BYTES + entry.length;
  const bytes = new Uint8Array(length);
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    assert(entry.length <= ENTRY_BYTES_MAX, 'an entry fits its length prefix');
    offsets.push(start + at);
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 255;
    bytes.set(entry, at + ENTRY_LENGTH_BYTES);
    at += ENTRY_LENGTH_BYTES + entry.length;
  }
  return { bytes, offsets };
}

/** Offsets as they stand in an offsets file. */
export function packOffsets(offsets: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(offsets.length * OFFSET_BYTES);
  const view = new DataView(bytes.buffer);
  offsets.forEach((offset, i) => {
    view.setUint32(i * OFFSET_BYTES, offset);
  });
  return bytes;
}

/** The entries in a bundle; what is cut short at its end is one, too. */
function unframed(framed: Uint8Array): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < framed.length;) {
    const start = at + ENTRY_LENGTH_BYTES;
    at = start + (framed[at] ?? 0) * 256 + (framed[at + 1] ?? 0);
    entries.push(framed.subarray(start, at));
  }
  return entries;
}

function damaged(index: number): Error {
  return failure('LOG_DAMAGED', `entry ${String(index)} is not as it was written`, {
    action: 'Stop the node and run `stele ledger check`: it names the damaged record.',
    data: { index },
  });
}
