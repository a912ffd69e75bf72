/**
 * Keeps the embedded server alive: makes its cluster, stops what a killed process left there, starts it, starts it again when it
 * dies, later each time. Whoever owns this never waits for it except to close it.
 */

import { type Clock, type CodedError, failure, isCoded, type Log } from '@stele/base';
import pg from 'pg';
import type { Address } from '../link.ts';
import { ensureCluster, type Places, placesOf, SUPERUSER } from './cluster.ts';
import { stopLeftServer } from './left-server.ts';
import { platformPackage, preparePrograms } from './programs.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { unprivilegedAccount } from './unprivileged.ts';

export interface EmbeddedServerOptions {
  readonly folder: string;
  readonly log: Log;
  readonly clock: Clock;
}

const DATABASE = 'stele';
const PAUSE_MS_LEAST = 250;
const PAUSE_MS_MOST = 30_000;
/** A server that lived so long was well: its end is not a reason to wait. */
const WELL_AFTER_MS = 60_000;
const KNOCK_MS = 50;
const KNOCK_MS_MAX = 3_000;

export class EmbeddedServer {
  readonly #options: EmbeddedServerOptions;
  #address: Address | undefined;
  #trouble: CodedError | undefined;
  #process: ServerProcess | undefined;
  #pauseMs = PAUSE_MS_LEAST;
  #stopped = false;
  readonly #making = new AbortController();
  readonly #stop = Promise.withResolvers<'stopped'>();
  #running: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedServerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Where it serves; undefined while it does not. */
  address(): Address | undefined {
    return this.#address;
  }

  /** Why it does not serve; undefined while it is being started for the first time. */
  trouble(): CodedError | undefined {
    return this.#trouble;
  }

  /** Stops it, in at most eight seconds. */
  async close(): Promise<void> {
    this.#stopped = true;
    this.#address = undefined;
    this.#making.abort();
    this.#stop.resolve('stopped');
    await this.#process?.stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { log, clock } = this.#options;
    while (!this.#isStopped()) {
      const startedMs = clock.monotonicMs();
      try {
        await this.#live();
      } catch (error) {
        this.#trouble = isCoded(error) ? error : unstartable(error);
      }
      this.#address = undefined;
      if (this.#isStopped()) return;
      const trouble = this.#trouble;
      log.warn('the embedded database is down', { code: trouble?.code, reason: trouble?.message });
      if (clock.monotonicMs() - startedMs > WELL_AFTER_MS) this.#pauseMs = PAUSE_MS_LEAST;
      await this.#pause(this.#pauseMs);
      this.#pauseMs = Math.min(2 * this.#pauseMs, PAUSE_MS_MOST);
    }
  }

  /** A getter of its own, because the compiler takes a field for constant over an await. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  /** One life of the server, from its start to its end. */
  async #live(): Promise<void> {
    const account = await unprivilegedAccount();
    const places = await placesOf(this.#options.folder, account);
    const programs = await preparePrograms(await platformPackage(), account, places.folder);
    const left = await stopLeftServer(places.cluster);
    if (left !== undefined) {
      this.#options.log.warn('stopped a database server that was left behind', { pid: left });
    }
    const password = await ensureCluster(programs, places, account, this.#making.signal);
    if (this.#isStopped()) return;
    const server = await startServerProcess(programs.postgres, places, account);
    this.#process = server;
    try {
      if (this.#isStopped()) await server.stop();
      const address = { host: '127.0.0.1', port: server.port, user: SUPERUSER, password };
      await this.#untilItServes(server, address);
      const how = await server.ended;
      this.#trouble = died(how, places);
    } finally {
      this.#process = undefined;
    }
  }

  async #untilItServes(server: ServerProcess, address: Address): Promise<void> {
    let hasEnded = false;
    void server.ended.then(() => {
      hasEnded = true;
    });
    const isOver = (): boolean => hasEnded || this.#isStopped();
    while (!isOver()) {
      if (await serves(address)) {
        if (!isOver()) this.#address = { ...address, database: DATABASE };
        return;
      }
      await this.#pause(KNOCK_MS);
    }
  }

  async #pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
      timer.unref();
    });
    await Promise.race([over, this.#stop.promise]);
    clearTimeout(timer);
  }
}

/** Whether it lets us in; makes our database when it is not there. */
async function serves(address: Address): Promise<boolean> {
  const client = new pg.Client({
    ...address,
    database: 'postgres',
    connectionTimeoutMillis: KNOCK_MS_MAX,
    query_timeout: KNOCK_MS_MAX,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function died(how: string, { log }: Places): CodedError {
  return failure('DATABASE_SERVER_ENDED', `the embedded PostgreSQL ended (${how})`, {
    action: `It is started again by itself. If it keeps ending, ${log} says why.`,
    retryable: true,
  });
}

function unstartable(cause: unknown): CodedError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return failure(
    'DATABASE_SERVER_UNSTARTABLE',
    `the embedded PostgreSQL cannot be started: ${why}`,
    {
      action: 'It is tried again by itself. DATABASE_URL can name another PostgreSQL.',
      retryable: true,
      cause,
    },
  );
}
