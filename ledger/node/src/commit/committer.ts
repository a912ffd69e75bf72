/**
 * Group commit (spec/disk.md, "Commit"): everything executed while one group is on its way to the disk becomes the next. So the main
 * thread executes block n + 1 while group n is synced, and a group closes when the disk is free, never by a timer.
 */

import { assert } from '@stele/base';
import type { Block } from '@stele/kernel';
import { BLOCKS_PER_GROUP_MAX } from '@stele/protocol';

import { allDone } from '../storage/all-done.ts';
import type { LedgerStorage } from '../storage/ledger-storage.ts';
import type { Answer } from './ticket.ts';

/** A delivery that was executed. */
export interface Pending {
  /** Undefined: nothing of it is in the log. */
  readonly block: Block | undefined;
  /** What is to be told once everything up to here is safe. */
  readonly answers: readonly Answer[];
  /** How many envelopes of this node are in it. */
  readonly ownEnvelopes: number;
}

/** No further group can be committed. */
export interface CommitFailure {
  readonly reason: unknown;
  /** `truth`: nothing of the group is acknowledged or signed. `derived`: its entries are durable. */
  readonly phase: 'truth' | 'derived';
  readonly group: readonly Pending[];
  /** What was executed after the group, of which nothing was written. */
  readonly rest: readonly Pending[];
}

export interface CommitterOptions {
  readonly storage: LedgerStorage;
  /** Signs the log as it stands after this block, and keeps the checkpoint. */
  signCheckpoint(last: Block): Promise<void>;
  /** Told when a group begins its way to the disk. */
  taken(group: readonly Pending[]): void;
  /** Told when blocks are committed, before their tickets. */
  committed(last: Block): void;
  monotonicMs(): number;
  /** Told of every failure; nothing more is committed after the first. */
  failed(failure: CommitFailure): void;
}

/** Entries and effects, executed and not yet on the way to the disk: beyond, deliveries wait. */
const WAITING_BYTES_MAX = 16_777_216;
/** Derived files are made durable after so much work (spec/disk.md). */
const SYNC_DERIVED_BLOCKS = 4_096;
const SYNC_DERIVED_MS = 10_000;

export class Committer {
  readonly #options: CommitterOptions;
  #waiting: Pending[] = [];
  #waitingBytes = 0;
  readonly #waitingForRoom: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #blocksSinceSync = 0;
  #lastSyncMs: number;
  #hasFailed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
    this.#lastSyncMs = options.monotonicMs();
  }

  /** Takes what was executed. A promise is back-pressure: nothing more should be executed before it resolves. */
  add(pending: Pending): void | Promise<void> {
    assert(!this.#hasFailed, 'nothing is executed after a failed commit');
    this.#waiting.push(pending);
    this.#waitingBytes += bytesOf(pending);
    this.#running ??= this.#run();
    if (!this.#isFull()) return;
    return new Promise((resolve) => this.#waitingForRoom.push(resolve));
  }

  /** Resolves when nothing is on its way to the disk. */
  async drained(): Promise<void> {
    await this.#running;
    await this.#syncing;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#hasFailed) {
      const group = this.#take();
      this.#options.taken(group);
      await this.#commit(group);
    }
    this.#running = undefined;
  }

  #take(): readonly Pending[] {
    const group = this.#waiting.splice(0, BLOCKS_PER_GROUP_MAX);
    for (const pending of group) this.#waitingBytes -= bytesOf(pending);
    if (!this.#isFull()) for (const resolve of this.#waitingForRoom.splice(0)) resolve();
    return group;
  }

  async #commit(group: readonly Pending[]): Promise<void> {
    const blocks = group.flatMap(({ block }) => (block === undefined ? [] : [block]));
    const last = blocks.at(-1);
    if (last !== undefined && !(await this.#write(group, blocks, last))) return;
    for (const { answers } of group) {
      for (const { ticket, result } of answers) ticket.settle(result);
    }
    this.#syncDerivedWhenDue(blocks.length);
  }

  /** Whether the group is committed. */
  async #write(group: readonly Pending[], blocks: readonly Block[], last: Block): Promise<boolean> {
    const { storage } = this.#options;
    let phase: CommitFailure['phase'] = 'truth';
    try {
      await storage.writeTruth(blocks);
      phase = 'derived';
      await allDone([storage.writeDerived(blocks), this.#options.signCheckpoint(last)]);
    } catch (reason) {
      this.#fail({ reason, phase, group, rest: this.#waiting.splice(0) });
      return false;
    }
    this.#options.committed(last);
    return true;
  }

  #fail(failure: CommitFailure): void {
    this.#hasFailed = true;
    for (const resolve of this.#waitingForRoom.splice(0)) resolve();
    this.#options.failed(failure);
  }

  /** Goes on beside the next groups: what they write is not in what this remembers. */
  #syncDerivedWhenDue(blockCount: number): void {
    this.#blocksSinceSync += blockCount;
    const nowMs = this.#options.monotonicMs();
    const isDue =
      this.#blocksSinceSync >= SYNC_DERIVED_BLOCKS || nowMs - this.#lastSyncMs >= SYNC_DERIVED_MS;
    if (!isDue || this.#blocksSinceSync === 0 || this.#syncing !== undefined) return;
    this.#blocksSinceSync = 0;
    this.#lastSyncMs = nowMs;
    this.#syncing = this.#syncDerived();
  }

  async #syncDerived(): Promise<void> {
    try {
      await this.#options.storage.syncDerived();
    } catch (reason) {
      this.#fail({ reason, phase: 'derived', group: [], rest: this.#waiting.splice(0) });
    }
    this.#syncing = undefined;
  }

  #isFull(): boolean {
    return this.#waitingBytes >= WAITING_BYTES_MAX || this.#waiting.length >= BLOCKS_PER_GROUP_MAX;
  }
}

function bytesOf({ block }: Pending): number {
  if (block === undefined) return 0;
  return lengthOf(block.entries) + lengthOf(block.effects);
}

function lengthOf(all: readonly Uint8Array[]): number {
  return all.reduce((sum, { length }) => sum + length, 0);
}
