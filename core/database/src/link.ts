/** One connection to one server that was looked at: a pool, Kysely over it, and which schemas are known to be up to date on it. */

import { failure } from '@stele/base';
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { dropSchema, migrate, type SchemaDefinition } from './schema.ts';

/** What the driver needs to connect. */
export type Address = Pick<
  pg.PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database'
>;

const CONNECTIONS_MAX = 6;
const CONNECT_MS_MAX = 5_000;
/** For what has no bound of its own: migrations, writing. */
const STATEMENT_MS_MAX = 60_000;
/** A server that is frozen keeps no time: then this side gives up. */
const ANSWER_MS_MAX = 65_000;
const END_MS_MAX = 2_000;
const VERSION_LEAST = 150_000;

/** Whole numbers as numbers: what is counted here stays below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export class Link {
  readonly db: Kysely<unknown>;
  readonly #pool: pg.Pool;
  readonly #clients = new Set<pg.PoolClient>();
  readonly #migrated = new Map<string, Promise<void>>();

  private constructor(address: Address, lost: (error: Error) => void) {
    this.#pool = new pg.Pool({
      ...address,
      types,
      max: CONNECTIONS_MAX,
      connectionTimeoutMillis: CONNECT_MS_MAX,
      statement_timeout: STATEMENT_MS_MAX,
      query_timeout: ANSWER_MS_MAX,
      keepAlive: true,
      allowExitOnIdle: true,
      application_name: 'stele',
    });
    this.#pool.on('error', lost);
    this.#pool.on('connect', (client) => {
      this.#clients.add(client);
      // A connection that is in use and idle has no listener of the pool: without one its end would end the process.
      client.on('error', lost);
      client.on('end', () => this.#clients.delete(client));
    });
    // Names are snake_case there and camelCase here.
    this.db = new Kysely({
      dialect: new PostgresDialect({ pool: this.#pool }),
      plugins: [new CamelCasePlugin()],
    });
  }

  /** Connects and looks at the version. Rejects with DATABASE_VERSION or what the driver throws. */
  static async open(address: Address, lost: (error: Error) => void): Promise<Link> {
    const link = new Link(address, lost);
    try {
      await link.#checkVersion();
      return link;
    } catch (error) {
      link.cut();
      throw error;
    }
  }

  async #checkVersion(): Promise<void> {
    const { rows } = await sql<{
      version: string;
    }>`select current_setting('server_version_num') as version`.execute(this.db);
    checkVersion(Number(rows[0]?.version));
  }

  /** Brings a schema up to date, once on this link. */
  upToDate(schema: SchemaDefinition): Promise<void> {
    const known = this.#migrated.get(schema.name);
    if (known !== undefined) return known;
    const running = migrate(this.db, schema);
    this.#migrated.set(schema.name, running);
    running.catch(() => this.#migrated.delete(schema.name));
    return running;
  }

  async reset(schema: SchemaDefinition): Promise<void> {
    this.#migrated.delete(schema.name);
    await dropSchema(this.db, schema.name);
    await this.upToDate(schema);
  }

  /** Ends every connection at once; what runs on them fails. */
  cut(): void {
    for (const client of this.#clients) streamOf(client).destroy();
    this.#pool.end().catch(() => undefined);
  }

  /** Lets what runs finish, for a moment. */
  async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, END_MS_MAX);
    });
    await Promise.race([this.#pool.end(), patience]);
    clearTimeout(timer);
    for (const client of this.#clients) streamOf(client).destroy();
  }
}

/** The driver's types leave the socket out. */
function streamOf(client: pg.PoolClient): { destroy(): void } {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  return connection.stream;
}

/** `version` as the server numbers itself, 180004 for 18.4. Fails with DATABASE_VERSION. */
export function checkVersion(version: number): void {
  if (version >= VERSION_LEAST) return;
  throw failure(
    'DATABASE_VERSION',
    `PostgreSQL ${String(Math.floor(version / 10_000))} is too old`,
    {
      action: 'Use PostgreSQL 15 or newer, or unset DATABASE_URL for the embedded server.',
    },
  );
}
