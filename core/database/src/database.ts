/**
 * A database that may come and go: opening returns at once, a keeper connects and connects again, and whoever reads or writes
 * meanwhile gets a failure with a code, at once. Nothing that the server or the network does ends this process.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, CodedError, failure, type Log, rejection } from '@stele/base';
import { type Kysely, sql, type Transaction } from 'kysely';
import { EmbeddedServer } from './embedded/embedded-server.ts';
import { faultOf } from './faults.ts';
import { type Address, Link } from './link.ts';
import type { DatabaseSchema, SchemaDefinition } from './schema.ts';

export type DatabaseOptions = EmbeddedOptions | UrlOptions;

interface EmbeddedOptions {
  readonly kind: 'embedded';
  /** Of the server alone; it is made when it is missing. One process at a time uses it: whoever opens it stops a server left there. */
  readonly folder: string;
  readonly log: Log;
  readonly clock: Clock;
}
interface UrlOptions {
  readonly kind: 'url';
  /** `postgres://user:password@host:port/database`, with TLS as `sslmode` in it says. */
  readonly url: string;
  readonly log: Log;
}

export interface DatabaseState {
  readonly status: 'starting' | 'ready' | 'unavailable';
  /** Why it is unavailable. */
  readonly code?: string;
  readonly reason?: string;
}

export interface Database {
  state(): DatabaseState;
  /** Where clients of this machine find it; only of an embedded server that runs. The password is a secret. */
  address(): Address | undefined;
  schema<Tables>(definition: SchemaDefinition): DatabaseSchema<Tables>;
  /** Ends connections and the embedded server, in bounded time. */
  close(): Promise<void>;
}

/** Begins to connect, or to start the embedded server. Rejects with DATABASE_URL_MALFORMED; everything else shows in `state()`. */
export function openDatabase(options: DatabaseOptions): Database {
  if (options.kind === 'url') {
    checkUrl(options.url);
    const address = { connectionString: options.url };
    return new KeptDatabase(
      {
        address: () => address,
        trouble: () => undefined,
        close: () => Promise.resolve(),
      },
      options.log,
    );
  }
  const server = new EmbeddedServer(options);
  server.start();
  return new KeptDatabase(server, options.log);
}

/** What there is to connect to. */
interface Source {
  address(): Address | undefined;
  /** Why there is nothing; undefined while it is being started. */
  trouble(): CodedError | undefined;
  close(): Promise<void>;
}

const ATTEMPT_MS_LEAST = 100;
const ATTEMPT_MS_MOST = 2_000;
const CLOSE_MS_MAX = 2_000;
/** Beyond the server's own limit, before the link is given up. */
const ANSWER_SPARE_MS = 3_000;

class KeptDatabase implements Database {
  readonly #source: Source;
  readonly #log: Log;
  readonly #schemas: SchemaDefinition[] = [];
  #link: Link | undefined;
  #trouble: CodedError | undefined;
  #closed = false;
  #delayMs = ATTEMPT_MS_LEAST;
  #timer: NodeJS.Timeout | undefined;
  #connecting: Promise<void> | undefined;

  constructor(source: Source, log: Log) {
    this.#source = source;
    this.#log = log;
    this.#connectSoon();
  }

  state(): DatabaseState {
    if (this.#link !== undefined) return { status: 'ready' };
    const trouble = this.#trouble ?? this.#source.trouble();
    if (trouble === undefined) return { status: 'starting' };
    return { status: 'unavailable', code: trouble.code, reason: trouble.message };
  }

  address(): Address | undefined {
    const address = this.#source.address();
    return address?.connectionString === undefined ? address : undefined;
  }

  schema<Tables>(definition: SchemaDefinition): DatabaseSchema<Tables> {
    this.#schemas.push(definition);
    return {
      read: (timeoutMs, work) =>
        this.#use((link) => readWithin(typed<Tables>(link), timeoutMs, work), {
          definition,
          answerMsMax: timeoutMs + ANSWER_SPARE_MS,
        }),
      write: (work) =>
        this.#use((link) => writeUnsynced(typed<Tables>(link), work), { definition }),
      reset: () => this.#use((link) => link.reset(definition), {}),
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    const link = this.#link;
    this.#link = undefined;
    this.#trouble = failure('DATABASE_UNAVAILABLE', 'the database is being closed');
    await link?.end();
    await this.#source.close();
    // An attempt that is under way sees that it is too late; a server that does not answer is not waited for.
    await Promise.race([this.#connecting, sleep(CLOSE_MS_MAX, undefined, { ref: false })]);
  }

  async #use<Result>(work: (link: Link) => Promise<Result>, bounds: Bounds): Promise<Result> {
    const link = this.#link ?? this.#unavailable();
    try {
      if (bounds.definition !== undefined) await link.upToDate(bounds.definition);
      return await within(bounds.answerMsMax, work(link));
    } catch (error) {
      const fault = faultOf(error);
      if (fault === undefined) throw error;
      if (fault.lost || fault.error.code === 'DATABASE_FROZEN') this.#lose(link, fault.error);
      throw fault.error;
    }
  }

  #unavailable(): never {
    const { reason } = this.state();
    throw failure('DATABASE_UNAVAILABLE', reason ?? 'the database is being started', {
      action: 'Try again in a moment.',
      retryable: true,
    });
  }

  #lose(link: Link, error: CodedError): void {
    if (this.#link !== link) return;
    this.#link = undefined;
    link.cut();
    this.#note(error);
    this.#connectSoon();
  }

  /** Says in the log what has changed, once. */
  #note(error: CodedError): void {
    if (this.#closed) return;
    if (this.#trouble?.message !== error.message) {
      this.#log.warn('the database is unavailable', { code: error.code, reason: error.message });
    }
    this.#trouble = error;
  }

  #connectSoon(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#connecting = this.#connect();
    }, this.#delayMs);
    this.#timer.unref();
  }

  async #connect(): Promise<void> {
    const address = this.#source.address();
    if (address === undefined) {
      this.#trouble = undefined;
      this.#delayMs = ATTEMPT_MS_LEAST;
      this.#connectSoon();
      return;
    }
    try {
      await this.#adopt(address);
    } catch (error) {
      this.#note(faultOf(error)?.error ?? unexpected(error));
      this.#delayMs = Math.min(this.#delayMs * 2, ATTEMPT_MS_MOST);
      this.#connectSoon();
    }
  }

  async #adopt(address: Address): Promise<void> {
    const link = await Link.open(address, (error) => {
      this.#lose(link, faultOf(error)?.error ?? unexpected(error));
    });
    try {
      for (const schema of this.#schemas) await link.upToDate(schema);
    } catch (error) {
      // Tables that cannot be made now hinder nobody but their owner, who is told at each use and may drop them.
      const fault = faultOf(error);
      if (fault === undefined || fault.lost) {
        link.cut();
        throw error;
      }
    }
    if (this.#closed) {
      link.cut();
      return;
    }
    this.#link = link;
    this.#trouble = undefined;
    this.#delayMs = ATTEMPT_MS_LEAST;
    this.#log.info('the database is ready');
  }
}

interface Bounds {
  /** The schema that has to be there; absent when it is about to be dropped. */
  readonly definition?: SchemaDefinition;
  readonly answerMsMax?: number;
}

function typed<Tables>(link: Link): Kysely<Tables> {
  return link.db as Kysely<Tables>;
}

function readWithin<Tables, Result>(
  db: Kysely<Tables>,
  timeoutMs: number,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return snapshot.execute(async (transaction) => {
    await sql`set local statement_timeout = ${sql.lit(timeoutMs)}`.execute(transaction);
    return work(transaction);
  });
}

function writeUnsynced<Tables, Result>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    await sql`set local synchronous_commit = off`.execute(transaction);
    return work(transaction);
  });
}

/** A server that is frozen, or a network that swallows everything, does not even say that it takes too long. */
async function within<Result>(ms: number | undefined, work: Promise<Result>): Promise<Result> {
  if (ms === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const frozen = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        failure('DATABASE_FROZEN', 'the database does not answer in time', {
          action: 'Try again in a moment.',
          retryable: true,
        }),
      );
    }, ms);
  });
  try {
    return await Promise.race([work, frozen]);
  } finally {
    clearTimeout(timer);
  }
}

function unexpected(cause: unknown): CodedError {
  return cause instanceof CodedError
    ? cause
    : failure('DATABASE_UNAVAILABLE', 'the database cannot be used', { cause });
}

function checkUrl(url: string): void {
  const isRead = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (isRead) return;
  // Not repeated here: it may hold a password.
  throw rejection('DATABASE_URL_MALFORMED', 'DATABASE_URL is not the address of a PostgreSQL', {
    action: 'Write it as postgres://user:password@host:port/database.',
  });
}
