/**
 * All that a node keeps of its chain, and the two halves of a commit (spec/disk.md, "Commit"): the truth, which is durable when
 * `writeTruth` resolves, and what is derived from it, which may be lost with the power and is made again at start. The order of the
 * halves, and what is signed between and after them, is the committer's business.
 */

import { assert } from '@stele/base';
import type { Block } from '@stele/kernel';
import type { Suite } from '@stele/protocol';

import { allDone } from './all-done.ts';
import type { Disk } from './disk.ts';
import { EntryLog } from './entry-log.ts';
import type { StateStore } from './level-store.ts';
import { groupOperations } from './group-operations.ts';
import { durableOperation, type StatePlace } from './marks.ts';
import { PayloadFiles, type RecordAt } from './payload-files.ts';
import { checkRecord, differingEntry } from './stored-truth.ts';
import { TreeFiles } from './tree-files.ts';

export interface StorageParts {
  readonly disk: Disk;
  readonly state: StateStore;
  readonly suite: Suite;
}

export class LedgerStorage {
  readonly disk: Disk;
  readonly state: StateStore;
  readonly log: EntryLog;
  readonly payloads: PayloadFiles;
  readonly tree: TreeFiles;
  /** Height of the last block that is durable and applied. */
  #height: number;
  #records: readonly RecordAt[] = [];

  private constructor({ disk, state, suite }: StorageParts, place: StatePlace, tree: TreeFiles) {
    this.disk = disk;
    this.state = state;
    this.tree = tree;
    this.log = new EntryLog(disk, place.log, (first, entries) =>
      differingEntry(tree, suite.logHash, { first, entries }),
    );
    this.payloads = new PayloadFiles(disk, place.payload, {
      check: (record) => checkRecord(this.log, suite, record),
    });
    this.#height = place.height;
  }

  /** Files and state that recovery has brought to `place`. */
  static async open(parts: StorageParts, place: StatePlace): Promise<LedgerStorage> {
    const tree = await TreeFiles.open(parts.disk, parts.suite.logHash, place.log.size);
    return new LedgerStorage(parts, place, tree);
  }

  get height(): number {
    return this.#height;
  }

  /**
   * Writes the blocks' payloads and entries and makes them durable, payloads first: an entry on the disk has its payloads there.
   * After STORAGE_FULL `cutBack` makes everything as it was. After any other failure nothing may be written any more.
   */
  async writeTruth(blocks: readonly Block[]): Promise<void> {
    this.#records = await this.payloads.append(blocks.flatMap((block) => block.payloads));
    await this.payloads.sync();
    await this.log.append(blocks.flatMap((block) => block.entries));
    await this.log.sync();
  }

  /** Takes back what `writeTruth` wrote in part. */
  async cutBack(): Promise<void> {
    this.#records = [];
    await this.payloads.cutBack();
    await this.log.cutBack();
  }

  /** Writes what follows from the blocks that `writeTruth` made durable, unsynced, and makes them readable. */
  async writeDerived(blocks: readonly Block[]): Promise<void> {
    const height = blocks.at(-1)?.height;
    assert(height !== undefined, 'a group holds a block');
    this.payloads.commit();
    const place = { height, log: this.log.end, payload: this.payloads.end };
    await allDone([
      this.tree.append(blocks.flatMap((block) => block.leafHashes)),
      this.log.publish(),
      this.state.write(groupOperations(blocks, this.#records, place)),
    ]);
    this.#height = height;
  }

  /** Makes offsets, tree and state durable, and remembers it, so that recovery begins here. */
  async syncDerived(): Promise<void> {
    const durable = { height: this.#height, log: this.log.end };
    await this.log.syncDerived();
    await this.tree.sync();
    await this.state.writeDurably([durableOperation(durable)]);
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.payloads.close();
    await this.tree.close();
  }
}
