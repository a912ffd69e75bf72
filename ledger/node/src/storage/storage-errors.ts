/** What can go wrong with a disk, as codes. */

import { failure, type CodedError } from '@stele/base';

/** No space, no quota: the node turns read-only and goes on by itself when there is space again. */
export function storageFull(cause?: unknown): CodedError {
  return failure('STORAGE_FULL', 'the disk of the data folder is full', {
    action:
      'Free some space: the node takes writes again by itself. Reads and checks go on meanwhile.',
    retryable: true,
    cause,
  });
}

/** The device or the system refused. What reached the disk is unknown, so the node must not go on. */
export function storageFailed(what: string, cause: unknown): CodedError {
  return failure('STORAGE_FAILED', `the data folder could not be used: ${what}`, {
    action:
      'Look at the disk and at the permissions of the data folder, then start the node again.',
    cause,
  });
}

const FULL_CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/** An error of node:fs as a failure. */
export function storageError(what: string, cause: unknown): CodedError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return FULL_CODES.has(code) ? storageFull(cause) : storageFailed(what, cause);
}
