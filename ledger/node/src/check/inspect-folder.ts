/**
 * A quick look at a data folder, without its lock and beside a running node (`stele doctor`): what its small files say, and whether the
 * log reaches what was signed. The whole truth is told by a check.
 */

import { decodeEntry, decodeHeader } from '@stele/protocol';

import { findCut } from '../backup/cut.ts';
import { readStatement } from '../genesis/statement.ts';
import type { ReadableDisk } from '../storage/disk.ts';
import { segmentOf } from '../storage/entry-log.ts';
import { checkFormat } from '../storage/format.ts';
import { SEGMENT_ENTRIES } from '../storage/layout.ts';
import { openNodeDisk } from '../storage/node-disk.ts';
import { StoredEntries } from '../storage/stored-entries.ts';

export interface FolderFacts {
  /** Entries that were signed; the log has them. */
  readonly size: number;
  /** When the last block that was signed was made. */
  readonly blockTimeMs: number;
  /** End of the node's own statement; undefined when it cannot be read, and is made again at the next start. */
  readonly statementEndsMs: number | undefined;
}

/** Fails with FORMAT_NEWER, FORMAT_UNKNOWN, BACKUP_TOO_EARLY (nothing signed yet), BACKUP_SOURCE_SHORT, CHECKPOINT_DAMAGED. */
export async function inspectFolder(dataFolder: string): Promise<FolderFacts> {
  const disk = openNodeDisk(dataFolder);
  await checkFormat(disk);
  // Counts the entries of the last segment and the records of the last payload file.
  const { signed } = await findCut(disk, () => 0);
  const { size } = signed.checkpoint;
  const statement = await readStatement(disk);
  return {
    size,
    blockTimeMs: await timeOfEntry(disk, size - 1),
    statementEndsMs: statement?.statement.notAfterMs,
  };
}

/** Time of the block whose header stands at an index; 0 when no header does. */
async function timeOfEntry(disk: ReadableDisk, index: number): Promise<number> {
  const first = segmentOf(index) * SEGMENT_ENTRIES;
  const entries = new StoredEntries(disk, { size: first, segmentBytes: 0 });
  try {
    let entry = await entries.next();
    while (entry !== undefined && entry.index < index) entry = await entries.next();
    const decoded = entry === undefined ? undefined : decodeEntry(entry.bytes);
    return decoded?.kind === 'header' ? decodeHeader(decoded.content).timeMs : 0;
  } finally {
    await entries.close();
  }
}
