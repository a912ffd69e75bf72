/** `checkpoint`: the last checkpoint this node signed (spec/disk.md). It must never sign a smaller log, so a lost file is noticed. */

import { failure, fromUtf8, isCoded, utf8 } from '@stele/base';
import { type Checkpoint, parseCheckpoint } from '@stele/protocol';

import type { Disk, ReadableDisk } from './disk.ts';
import { CHECKPOINT_PATH } from './layout.ts';

export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint;
  /** With its signature lines, as served. */
  readonly text: string;
}

/** What was signed last; undefined before the first time. Fails with CHECKPOINT_DAMAGED. */
export async function readCheckpoint(disk: ReadableDisk): Promise<StoredCheckpoint | undefined> {
  const bytes = await disk.read(CHECKPOINT_PATH);
  if (bytes === undefined) return undefined;
  try {
    const text = fromUtf8(bytes);
    return { checkpoint: parseCheckpoint(text).checkpoint, text };
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw failure('CHECKPOINT_DAMAGED', 'the file `checkpoint` in the data folder cannot be read', {
      action:
        'Put it back from a backup, or from anybody who keeps the newest checkpoint of this log.',
      cause,
    });
  }
}

/**
 * Puts a newly signed checkpoint in the place of the one before. The first one is durable, so that a missing file always means that
 * somebody removed it; later ones need not be, because their entries are.
 */
export function writeCheckpoint(
  disk: Disk,
  text: string,
  { isFirst }: { readonly isFirst: boolean },
): Promise<void> {
  const bytes = utf8(text);
  return isFirst ? disk.replace(CHECKPOINT_PATH, bytes) : disk.swap(CHECKPOINT_PATH, bytes);
}
