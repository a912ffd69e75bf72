/** `checkpoint`: the last checkpoint this node signed (spec/disk.md). It must never sign a smaller log, so a lost file is noticed. */

import { type CodedError, failure, isCoded } from '@stele/base';
import { type Checkpoint, parseCheckpoint } from '@stele/protocol';

import {
  checkpointTextIn,
  encodeSlot,
  encodeSlots,
  isSlotted,
  SLOT_BYTES,
} from './checkpoint-slots.ts';
import type { Disk, DiskFile, ReadableDisk } from './disk.ts';
import { CHECKPOINT_PATH } from './layout.ts';

export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint;
  /** With its signature lines, as served. */
  readonly text: string;
}

/** Beside a node that writes, one read may catch both slots in the middle of a write; several in a row do not. */
const READS_MAX = 4;

/** What was signed last; undefined before the first time. Fails with CHECKPOINT_DAMAGED. */
export async function readCheckpoint(disk: ReadableDisk): Promise<StoredCheckpoint | undefined> {
  for (let reads = 1; ; reads++) {
    const bytes = await disk.read(CHECKPOINT_PATH);
    if (bytes === undefined) return undefined;
    try {
      const text = checkpointTextIn(bytes);
      return { checkpoint: parseCheckpoint(text).checkpoint, text };
    } catch (cause) {
      if (!isCoded(cause)) throw cause;
      if (!isSlotted(bytes) || reads === READS_MAX) throw damaged(cause);
    }
  }
}

function damaged(cause: CodedError): CodedError {
  return failure('CHECKPOINT_DAMAGED', 'the file `checkpoint` in the data folder cannot be read', {
    action:
      'Put it back from a backup, or from anybody who keeps the newest checkpoint of this log.',
    cause,
  });
}

/**
 * The file while a node signs: kept open and written in place, one slot after the other. The bytes of a write are synced beside
 * whatever comes next, but before the other slot is touched: so one slot is always whole and durable, whenever the power goes. A
 * checkpoint need not be durable itself, because its entries are.
 */
export class CheckpointFile {
  readonly #file: DiskFile;
  /** The slot written last. */
  #slot = 0;
  #synced: Promise<void> = Promise.resolve();

  private constructor(file: DiskFile) {
    this.#file = file;
  }

  /**
   * Puts a checkpoint in the place of whatever is there, durably: so a missing file always means that somebody removed it, and all that
   * is written later has its blocks on the disk already.
   */
  static async begin(disk: Disk, text: string): Promise<CheckpointFile> {
    await disk.replace(CHECKPOINT_PATH, encodeSlots(text));
    return new CheckpointFile(await disk.open(CHECKPOINT_PATH));
  }

  /** Writes a checkpoint of a larger log. Rejects when the one before could not be synced. */
  async write(text: string): Promise<void> {
    await this.#synced;
    const slot = 1 - this.#slot;
    await this.#file.write(slot * SLOT_BYTES, [encodeSlot(text)]);
    this.#slot = slot;
    this.#synced = this.#file.sync();
    // Told by whatever waits for it next.
    this.#synced.catch(() => undefined);
  }

  /** Resolves when the checkpoint written last is durable. */
  sync(): Promise<void> {
    return this.#synced;
  }

  async close(): Promise<void> {
    await this.#synced.catch(() => undefined);
    await this.#file.close();
  }
}
