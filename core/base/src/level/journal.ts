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

/** Whether the file just ends here: in zeros, or before the record is as long as it says, with nothing whole behind it. */
function isTorn(bytes: Uint8Array, at: number): boolean {
  const lastSector = Math.floor((bytes.length - 1) / SECTOR_BYTES) * SECTOR_BYTES;
  const isEmpty = bytes.subarray(Math.max(at, lastSector)).every((byte) => byte === 0);
  if (isEmpty) return !hasFragment(bytes, at + 1);
  const rest = bytes.length - at - HEADER_BYTES;
  if (rest < 0) return true;
  const length = (bytes[at + 4] ?? 0) + 256 * (bytes[at + 5] ?? 0);
  // Whole but for the length it says.
  if (length <= rest || fragmentAt(bytes, at, rest) !== undefined) return false;
  return !hasFragment(bytes, at + 1);
}

/** Whether a whole fragment stands anywhere from `start` on. */
function hasFragment(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at + HEADER_BYTES <= bytes.length; at++) {
    if (fragmentAt(bytes, at) !== undefined) return true;
  }
  return false;
}
