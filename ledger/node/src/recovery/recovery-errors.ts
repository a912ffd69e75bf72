/** What may keep a folder from being started (spec/disk.md, "Recovery"). */

import { type CodedError, failure } from '@stele/base';

import type { FileOffset } from '../storage/stored-entries.ts';

const CHECK = 'Run `stele ledger check`, then restore the folder from a backup or another node.';

/** Fewer entries than were signed. */
export function logTooShort(size: number, signedSize: number): CodedError {
  return failure(
    'LOG_TOO_SHORT',
    `the log has at most ${String(size)} whole entries, but this node has acknowledged ${String(signedSize)}: entries are missing`,
    { action: CHECK, data: { size, signedSize } },
  );
}

/** Fewer payloads than were acknowledged. */
export function payloadTooShort(file: number): CodedError {
  return failure('PAYLOAD_TOO_SHORT', 'payloads of acknowledged transactions are missing', {
    action: CHECK,
    data: { file },
  });
}

/** A chain with blocks of its own has signed at least once. */
export function checkpointMissing(): CodedError {
  return failure(
    'CHECKPOINT_MISSING',
    'the data folder has no checkpoint, so this node cannot know what it has signed',
    {
      action:
        'Put the file `checkpoint` back from a backup, or from the newest receipt: it is the end of its proof, after the empty line.',
    },
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
