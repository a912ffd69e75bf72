/**
 * The projection: what is searched and billed, derived from the log and the notes into PostgreSQL. It follows by itself, says how far
 * behind it is, and is never in anybody's way: without a database, or with another chain's, search answers that it is not to be had,
 * and everything else of the service goes on. What is on record is decided by the ledger alone.
 */

import { type Clock, failure, isCoded, type Log } from '@stele/base';
import type { Database, DatabaseSchema } from '@stele/database';
import type { LedgerApi } from '@stele/protocol';
import type { Transaction } from 'kysely';
import type { NoteFeed } from '../notes/note-store.ts';
import { Follower, type ProjectionLag } from './follower.ts';
import { checkRowsOf } from './follower-row.ts';
import { Pace } from './pace.ts';
import {
  asksForWords,
  callsFor,
  recordsIn,
  searchNoted,
  type SearchPage,
  type SearchQuery,
} from './search.ts';
import { PROJECTION, type Tables } from './tables.ts';
import { readUsage, type UsageQuery, type UsageRow } from './usage.ts';

export interface ProjectionOptions {
  readonly database: Database;
  readonly ledger: LedgerApi;
  readonly notes: NoteFeed;
  readonly log: Log;
  readonly clock: Clock;
}

export interface Projection {
  /**
   * Records of an account, newest first. Fails with SEARCH_UNAVAILABLE while there is no database or it cannot be kept up, and with
   * SEARCH_TIMEOUT when it would take too long; both may be tried again.
   */
  search(query: SearchQuery): Promise<SearchPage>;
  /** By day, then by account. Fails as `search` does; rejects with DAY_MALFORMED. */
  usage(query: UsageQuery): Promise<readonly UsageRow[]>;
  lag(): ProjectionLag;
  /** Drops everything and begins to derive it again. Fails as `search` does, and with PROJECTION_FOREIGN. */
  rebuild(): Promise<void>;
  /** Resolves when nothing of it touches ledger, notes or database any more. */
  close(): Promise<void>;
}

const SEARCH_MS_MAX = 2_000;
const USAGE_MS_MAX = 10_000;

/** Begins to follow. */
export function openProjection(options: ProjectionOptions): Projection {
  const schema = options.database.schema<Tables>(PROJECTION);
  const follower = new Follower({ ...options, schema });
  follower.start();
  return new FollowingProjection(options, schema, follower);
}

class FollowingProjection implements Projection {
  readonly #options: ProjectionOptions;
  readonly #schema: DatabaseSchema<Tables>;
  readonly #follower: Follower;

  constructor(options: ProjectionOptions, schema: DatabaseSchema<Tables>, follower: Follower) {
    this.#options = options;
    this.#schema = schema;
    this.#follower = follower;
  }

  async search(query: SearchQuery): Promise<SearchPage> {
    if (asksForWords(query)) {
      return this.#read(SEARCH_MS_MAX, (transaction) => searchNoted(transaction, query));
    }
    const calls = await this.#read(SEARCH_MS_MAX, (transaction) => callsFor(transaction, query));
    const { ledger, clock } = this.#options;
    return recordsIn(calls, query, { ledger, pace: new Pace(clock) });
  }

  usage(query: UsageQuery): Promise<readonly UsageRow[]> {
    return this.#read(USAGE_MS_MAX, (transaction) => readUsage(transaction, query));
  }

  lag(): ProjectionLag {
    return this.#follower.lag();
  }

  async rebuild(): Promise<void> {
    try {
      await this.#follower.rebuild();
    } catch (error) {
      throw answerable(error);
    }
  }

  close(): Promise<void> {
    return this.#follower.close();
  }

  async #read<Result>(
    timeoutMs: number,
    work: (transaction: Transaction<Tables>) => Promise<Result>,
  ): Promise<Result> {
    const { status, reason } = this.lag();
    const { chain } = this.#follower;
    const isToBeHad = status === 'following' || status === 'catching-up';
    if (!isToBeHad || chain === undefined) throw unavailable(reason);
    try {
      return await this.#schema.read(timeoutMs, async (transaction) => {
        await checkRowsOf(transaction, chain);
        return work(transaction);
      });
    } catch (error) {
      throw answerable(error);
    }
  }
}

/** What the caller is told: one of two codes, whatever the trouble with the database is. Rejections and bugs pass. */
function answerable(error: unknown): unknown {
  if (!isCoded(error) || error.kind === 'rejection') return error;
  switch (error.code) {
    case 'PROJECTION_FOREIGN':
    case 'SEARCH_UNAVAILABLE':
      return error;
    case 'DATABASE_TIMEOUT':
      return failure('SEARCH_TIMEOUT', 'the search would take too long', {
        action: 'Ask for a shorter time or a whole reference, or try again later.',
        retryable: true,
        cause: error,
      });
    default:
      return unavailable(error.message, error);
  }
}

function unavailable(reason = 'the database is being started', cause?: unknown): Error {
  return failure('SEARCH_UNAVAILABLE', `search is not to be had now: ${reason}`, {
    action: 'Try again later. Recording, fetching by id and verifying go on without it.',
    retryable: true,
    cause,
  });
}
