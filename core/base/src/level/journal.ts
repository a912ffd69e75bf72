/**
 * LevelDB's journals and manifests (its doc/log_format.md): records in blocks of 32 KiB, each fragment with a checksum. As it is opened
 * here, LevelDB leaves out what does not fit its checksum, with all that follows in the block, and says nothing.
 */

import { concat } from '../bytes.ts';
import { maskedCrc, uint32At } from './crc-32c.ts';

const BLOCK_BYTES = 32_768;
/** Checksum, length, kind of fragment. */
const HEADER_BYTES = 7;
const FULL = 1;
const FIRST = 2;
const LAST = 4;

export interface Journal {
  /** What was written, as far as it is whole. */
  readonly records: readonly Uint8Array[];
  /** Where something stands that was written whole and is not any more; undefined when only its end may be missing. */
  readonly damagedAt: number | undefined;
}

interface Fragment {
  readonly kind: number;
  readonly content: Uint8Array;
  readonly end: number;
}

/** A file that ends in the middle of a record, or in zeros, was being written when the power went: that is no damage. */
export function readJournal(bytes: Uint8Array): Journal {
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    at = pastTrailer(at);
    const fragment = fragmentAt(bytes, at);
    if (fragment === undefined) {
      return { records, damagedAt: isTorn(bytes, at) ? undefined : at };
    }
    const { kind, content, end } = fragment;
    parts.push(content);
    if (kind === FULL || kind === LAST) {
      records.push(concat(...parts));
      parts = [];
    }
    at = end;
  }
  return { records, damagedAt: undefined };
}

/** Where too few bytes are left for a header, the block ends. */
function pastTrailer(at: number): number {
  const left = BLOCK_BYTES - (at % BLOCK_BYTES);
  return left < HEADER_BYTES ? at + left : at;
}

/** The fragment that begins here; undefined when none does, or it does not fit its checksum. */
function fragmentAt(bytes: Uint8Array, at: number, lengthGiven?: number): Fragment | undefined {
  const length = lengthGiven ?? (bytes[at + 4] ?? 0) + 256 * (bytes[at + 5] ?? 0);
  const kind = bytes[at + 6] ?? 0;
  const start = at + HEADER_BYTES;
  const end = start + length;
  const blockEnd = at - (at % BLOCK_BYTES) + BLOCK_BYTES;
  if (end > Math.min(blockEnd, bytes.length) || kind < FULL || kind > LAST) return undefined;
  if (uint32At(bytes, at) !== maskedCrc(bytes, start - 1, end)) return undefined;
  return { kind, content: bytes.subarray(start, end), end };
}

/** What a disk writes at once: of a write that was cut short the last of them may be there and empty. */
const SECTOR_BYTES = 512;

/** Whether the file just ends here, with nothing whole behind it: in a write whose sectors are not all there, in zeros, or too early. */
function isTorn(bytes: Uint8Array, at: number): boolean {
  // What is whole of the same write may stand behind what is missing of it.
  if (lacksSector(bytes, at)) return !hasFragment(bytes, at + 1, isStart);
  const lastSector = Math.floor((bytes.length - 1) / SECTOR_BYTES) * SECTOR_BYTES;
  const isEmpty = isZero(bytes, Math.max(at, lastSector), bytes.length);
  const rest = bytes.length - at - HEADER_BYTES;
  if (!isEmpty && rest >= 0) {
    const length = (bytes[at + 4] ?? 0) + 256 * (bytes[at + 5] ?? 0);
    // Whole but for the length it says.
    if (length <= rest || fragmentAt(bytes, at, rest) !== undefined) return false;
  }
  return !hasFragment(bytes, at + 1);
}

/** A disk writes the sectors of one write in any order; of what it has not written the file has zeros. */
function lacksSector(bytes: Uint8Array, at: number): boolean {
  const end = Math.min(at - (at % BLOCK_BYTES) + BLOCK_BYTES, bytes.length);
  for (let start = at; start < end;) {
    const next = Math.min(start - (start % SECTOR_BYTES) + SECTOR_BYTES, end);
    if (isZero(bytes, start, next)) return true;
    start = next;
  }
  return false;
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes.subarray(start, end).every((byte) => byte === 0);
}

function isStart({ kind }: Fragment): boolean {
  return kind === FULL || kind === FIRST;
}

/** Whether a whole fragment of this sort stands anywhere from `start` on. */
function hasFragment(
  bytes: Uint8Array,
  start: number,
  isSought: (fragment: Fragment) => boolean = () => true,
): boolean {
  for (let at = start; at + HEADER_BYTES <= bytes.length; at++) {
    const fragment = fragmentAt(bytes, at);
    if (fragment !== undefined && isSought(fragment)) return true;
  }
  return false;
}
