/** What may keep a folder from being started (spec/disk.md, "Recovery"). */

import { type CodedError, failure } from '@stele/base';

import type { FileOffset } from '../storage/stored-entries.ts';

const CHECK = 'Run `stele ledger check`, then restore the folder from a backup or another node.';

/** Fewer entries than were signed. */
export function logTooShort(size: number, signedSize: number): CodedError {
  return failure(
    'LOG_TOO_SHORT',
    `the log has ${String(size)} entries, but this node has signed ${String(signedSize)}: entries are missing`,
    { action: CHECK, data: { size, signedSize } },
  );
}

/** Bytes among the signed entries that are no entry. */
export function logDamaged(at: FileOffset, index: number, why: string): CodedError {
  return failure(
    'LOG_DAMAGED',
    `entry ${String(index)} in ${at.file} at byte ${String(at.offset)} is damaged: ${why}`,
    { action: CHECK, data: { ...at, index } },
  );
}

/** The entries are not those that were signed. */
export function logChanged(signedSize: number): CodedError {
  return failure(
    'LOG_CHANGED',
    `the first ${String(signedSize)} entries are not those this node has signed`,
    { action: CHECK, data: { signedSize } },
  );
}
