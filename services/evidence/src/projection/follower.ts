/**
 * Follows log and notes into the database, one step at a time: a step is read, then written in one transaction together with how far it
 * goes. Whatever goes wrong, the next attempt begins with what the database says; so after a crash at any moment, of this process or
 * of the server, every entry and every note counts once.
 */

import { type Clock, failure, fromHex, isCoded, type Log } from '@stele/base';
import type { DatabaseSchema } from '@stele/database';
import type { LedgerApi } from '@stele/protocol';
import type { NoteFeed } from '../notes/note-store.ts';
import { type Progress, readProgress } from './follower-row.ts';
import { signedSize } from './log-reader.ts';
import { isContinued, readStep, writeStep } from './log-step.ts';
import {
  CHANGES_MAX,
  dueNotes,
  type NoteStep,
  readChanges,
  readWaiting,
  writeNotes,
} from './note-step.ts';
import { Pace, type PacedLedger } from './pace.ts';
import type { Tables } from './tables.ts';
import { Wakeable } from './wakeable.ts';

export interface FollowerOptions {
  readonly schema: DatabaseSchema<Tables>;
  readonly ledger: LedgerApi;
  readonly notes: NoteFeed;
  readonly log: Log;
  readonly clock: Clock;
}

export interface ProjectionLag {
  /** `unavailable`: no database, or it cannot be written. `foreign`: it holds the projection of another chain. */
  readonly status: 'following' | 'catching-up' | 'unavailable' | 'foreign';
  /** Entries of the log, as last seen. */
  readonly logSize: number;
  readonly behindEntries: number;
  /** How old what is missing may be; 0 when nothing is. */
  readonly behindMs: number;
  /** Why it does not follow. */
  readonly reason?: string;
}

const POLL_MS = 200;
const RETRY_MS_LEAST = 200;
const RETRY_MS_MOST = 5_000;
const READ_MS_MAX = 10_000;
/** Room for news after each look at what waits. */
const WAITING_MS = 1_000;

/** A database that is being started is no news. */
const WARN_AFTER_MS = 5_000;

interface Trouble {
  readonly code: string;
  readonly reason: string;
  readonly sinceMs: number;
  /** Whether the log has it. */
  readonly isTold: boolean;
}

export class Follower {
  readonly #options: FollowerOptions;
  readonly #pause = new Wakeable();
  #chain: Uint8Array | undefined;
  /** As the database has it; undefined when that has to be asked. */
  #progress: Progress | undefined;
  #trouble: Trouble | undefined;
  #logSize = 0;
  #logNext = 0;
  #timeMs = 0;
  #wholeAtMs: number | undefined;
  #hasAll = false;
  #isCompared = false;
  #nextWaitingMs = 0;
  #retryMs = RETRY_MS_LEAST;
  #rebuilding: PromiseWithResolvers<undefined> | undefined;
  #closed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** The fingerprint; undefined until the ledger was asked. */
  get chain(): Uint8Array | undefined {
    return this.#chain;
  }

  lag(): ProjectionLag {
    const behindEntries = Math.max(0, this.#logSize - this.#logNext);
    return {
      status: this.#status(),
      logSize: this.#logSize,
      behindEntries,
      behindMs: this.#behindMs(behindEntries),
      ...(this.#trouble === undefined ? {} : { reason: this.#trouble.reason }),
    };
  }

  #status(): ProjectionLag['status'] {
    if (this.#trouble?.code === 'PROJECTION_FOREIGN') return 'foreign';
    if (this.#trouble !== undefined || this.#progress === undefined) return 'unavailable';
    return this.#hasAll ? 'following' : 'catching-up';
  }

  /** What is missing is newer than the last that is there, and than the last moment at which nothing was missing. */
  #behindMs(behindEntries: number): number {
    if (behindEntries === 0) return 0;
    const sinceMs = Math.max(this.#timeMs, this.#wholeAtMs ?? 0);
    return Math.max(0, this.#options.clock.nowMs() - sinceMs);
  }

  /** Drops all rows; what is being written is finished first. */
  async rebuild(): Promise<void> {
    if (this.#closed) throw closing();
    this.#rebuilding ??= Promise.withResolvers();
    this.#pause.wake();
    await this.#rebuilding.promise;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#pause.end();
    await this.#running;
    this.#rebuilding?.reject(closing());
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#rebuildIfAsked();
        await this.#step();
        this.#recovered();
        // What comes in the meantime is one step, not hundreds: each costs a transaction, on the machine that records.
        if (this.#hasAll) await this.#pause.sleep(POLL_MS);
      } catch (error) {
        this.#failed(error);
        await this.#pause.sleep(this.#retryMs);
        this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS_MOST);
      }
    }
  }

  async #rebuildIfAsked(): Promise<void> {
    const asked = this.#rebuilding;
    if (asked === undefined) return;
    this.#rebuilding = undefined;
    try {
      if (this.#status() === 'foreign') await this.#attach();
      await this.#reset();
      asked.resolve(undefined);
    } catch (error) {
      asked.reject(error);
      throw error;
    }
  }

  async #reset(): Promise<void> {
    this.#progress = undefined;
    this.#hasAll = false;
    await this.#options.schema.reset();
    this.#options.log.info('the projection is derived anew');
  }

  /** One look at log and notes, as far as one transaction of each goes. */
  async #step(): Promise<void> {
    const { ledger, clock } = this.#options;
    this.#logSize = (await ledger.chain()).logSize;
    const size = await signedSize(ledger);
    const progress = this.#progress ?? (await this.#attach());
    if (!(await this.#isSameLog(progress, size))) {
      this.#options.log.warn('the log is not the one that was followed: deriving anew');
      await this.#reset();
      return;
    }
    const nowMs = clock.nowMs();
    if (progress.logNext < size) await this.#followLog(size);
    const hasNotes = await this.#followNotes();
    this.#hasAll = !hasNotes && this.#logNext >= size;
    if (this.#hasAll) this.#wholeAtMs = nowMs;
  }

  /** Compared once for each time the database was attached: a log does not go another way while its node runs. */
  async #isSameLog(progress: Progress, size: number): Promise<boolean> {
    if (size === 0) return true;
    if (!this.#isCompared && !(await isContinued(this.#options.ledger, progress, size))) {
      return false;
    }
    this.#isCompared = true;
    return progress.logNext <= size;
  }

  async #attach(): Promise<Progress> {
    const { schema, ledger } = this.#options;
    const chain = this.#chain ?? fromHex((await ledger.chain()).id);
    this.#chain = chain;
    this.#isCompared = false;
    const progress = await schema.write((transaction) => readProgress(transaction, chain));
    this.#moved(progress);
    return progress;
  }

  #moved(progress: Progress): void {
    this.#progress = progress;
    this.#logNext = progress.logNext;
    this.#timeMs = progress.timeMs;
  }

  async #followLog(size: number): Promise<void> {
    const { schema, ledger, clock } = this.#options;
    const { chain, progress: from } = this.#attached();
    const step = await readStep(ledger, { from, size, clock });
    await schema.write((transaction) => writeStep(transaction, chain, step));
    this.#moved(step.to);
  }

  async #followNotes(): Promise<boolean> {
    const { notes, clock } = this.#options;
    const { progress: from } = this.#attached();
    const changes = await notes.after(from.lastNote, CHANGES_MAX);
    const nowMs = clock.nowMs();
    if (changes.length > 0) {
      await this.#writeNotes(await readChanges(this.#paced(), changes, { from, nowMs }));
    }
    if (nowMs >= this.#nextWaitingMs) await this.#followWaiting();
    return changes.length === CHANGES_MAX;
  }

  async #followWaiting(): Promise<void> {
    const { schema, clock } = this.#options;
    const nowMs = clock.nowMs();
    const waiting = await schema.read(READ_MS_MAX, (transaction) => dueNotes(transaction, nowMs));
    // With as many as are read at once, more may be due.
    if (waiting.length < CHANGES_MAX) this.#nextWaitingMs = nowMs + WAITING_MS;
    if (waiting.length === 0) return;
    const { progress: from } = this.#attached();
    await this.#writeNotes(await readWaiting(this.#paced(), waiting, { from, nowMs }));
  }

  async #writeNotes(step: NoteStep): Promise<void> {
    const { chain } = this.#attached();
    await this.#options.schema.write((transaction) => writeNotes(transaction, chain, step));
    this.#moved(step.to);
  }

  #paced(): PacedLedger {
    const { ledger, clock } = this.#options;
    return { ledger, pace: new Pace(clock) };
  }

  #attached(): { readonly chain: Uint8Array; readonly progress: Progress } {
    const chain = this.#chain;
    const progress = this.#progress;
    if (chain === undefined || progress === undefined) throw closing();
    return { chain, progress };
  }

  #recovered(): void {
    if (this.#trouble?.isTold === true) this.#options.log.info('the projection follows again');
    this.#trouble = undefined;
    this.#retryMs = RETRY_MS_LEAST;
  }

  #failed(error: unknown): void {
    this.#progress = undefined;
    this.#hasAll = false;
    const reason = error instanceof Error ? error.message : String(error);
    const code = isCoded(error) ? error.code : 'PROJECTION_FAILED';
    const nowMs = this.#options.clock.monotonicMs();
    const before = this.#trouble?.code === code ? this.#trouble : undefined;
    const sinceMs = before?.sinceMs ?? nowMs;
    const isLong = nowMs - sinceMs >= WARN_AFTER_MS;
    if (isLong && before?.isTold !== true) {
      this.#options.log.warn('the projection does not follow', { code, reason });
    }
    this.#trouble = { code, reason, sinceMs, isTold: isLong };
  }
}

function closing(): Error {
  return failure('SEARCH_UNAVAILABLE', 'the projection is being closed', { retryable: true });
}
