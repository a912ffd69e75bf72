import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { isCoded } from '@stele/base';
import { sql } from 'kysely';
import { type Database, openDatabase } from './database.ts';
import { checkVersion } from './link.ts';
import type { DatabaseSchema } from './schema.ts';
import {
  clock,
  type Counted,
  emptyFolder,
  NUMBERS,
  openEmbedded,
  serverPid,
  silentLog,
  until,
  urlOf,
} from './test/places.ts';

const count = (schema: DatabaseSchema<Counted>): Promise<number> =>
  schema.read(2_000, async (transaction) => {
    const found = await sql<{ n: number }>`select count(*) as n from numbers.numbers`.execute(
      transaction,
    );
    return found.rows[0]?.n ?? assert.fail();
  });
const add = (schema: DatabaseSchema<Counted>, value: number): Promise<unknown> =>
  schema.write((transaction) =>
    sql`insert into numbers.numbers values (${value})`.execute(transaction),
  );
const coded =
  (...codes: string[]) =>
  (error: unknown): boolean =>
    isCoded(error) && codes.includes(error.code);

/** One server for the tests that leave it as it was; each uses a connection and, at its start, tables of its own. */
let server: Database;
const folder = mkdtempSync(join(tmpdir(), 'stele-database-'));
before(async () => {
  chmodSync(folder, 0o711);
  server = openDatabase({ kind: 'embedded', folder, log: silentLog, clock });
  await until(server, 'ready', 60_000);
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function connected(t: TestContext): Promise<Database> {
  const database = openDatabase({ kind: 'url', url: urlOf(server), log: silentLog });
  t.after(() => database.close());
  await until(database, 'ready');
  await database.schema(NUMBERS).reset();
  return database;
}

void test('the embedded server: at once, private, and still there after a restart', async (t) => {
  const folder = emptyFolder(t);
  const first = openEmbedded(t, folder);
  assert.equal(first.state().status, 'starting', 'opening waits for nothing');
  const schema = first.schema<Counted>(NUMBERS);
  await assert.rejects(count(schema), coded('DATABASE_UNAVAILABLE'));
  await until(first, 'ready');
  await add(schema, 1);
  const modeOf = (path: string): number => statSync(join(folder, path)).mode & 0o777;
  assert.deepEqual([modeOf('cluster'), modeOf('password')], [0o700, 0o600]);
  await first.close();
  await assert.rejects(count(schema), coded('DATABASE_UNAVAILABLE'));

  const second = openEmbedded(t, folder);
  const again = second.schema<Counted>(NUMBERS);
  await until(second, 'ready');
  assert.equal(await count(again), 1);
  await again.reset();
  assert.equal(await count(again), 0);
});

void test('killed, it comes back with what was committed before; the process does not notice', async (t) => {
  const folder = emptyFolder(t);
  const database = openEmbedded(t, folder);
  const schema = database.schema<Counted>(NUMBERS);
  await until(database, 'ready');
  await add(schema, 1);
  const running = schema.read(10_000, (transaction) =>
    sql`select pg_sleep(5)`.execute(transaction),
  );
  const cut = assert.rejects(running, coded('DATABASE_UNAVAILABLE'));
  const killed = serverPid(folder);
  process.kill(killed, 'SIGKILL');
  await cut;
  assert.equal(database.state().status, 'unavailable');
  await until(database, 'ready');
  assert.notEqual(serverPid(folder), killed);
  await add(schema, 2);
  assert.ok((await count(schema)) >= 1);
});

void test('slow is not gone: a read that takes too long ends, the next one works', async (t) => {
  const database = await connected(t);
  const schema = database.schema<Counted>(NUMBERS);
  const slow = schema.read(100, (transaction) => sql`select pg_sleep(3)`.execute(transaction));
  await assert.rejects(slow, coded('DATABASE_TIMEOUT'));
  assert.equal(database.state().status, 'ready');
  assert.equal(await count(schema), 0);
  const written = schema.read(1_000, (transaction) =>
    sql`insert into numbers.numbers values (1)`.execute(transaction),
  );
  await assert.rejects(written, 'reading cannot write');
  const bug = schema.read(1_000, () => Promise.reject(new TypeError('of the caller')));
  await assert.rejects(bug, TypeError);
});

void test('frozen, it is given up in bounded time and found again', async (t) => {
  const database = await connected(t);
  const schema = database.schema<Counted>(NUMBERS);
  const [{ pid }] = await schema
    .read(1_000, (transaction) =>
      sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction),
    )
    .then(({ rows }) => rows as [{ pid: number }]);
  process.kill(pid, 'SIGSTOP');
  try {
    const frozen = schema.read(200, (transaction) => sql`select 1`.execute(transaction));
    await assert.rejects(frozen, coded('DATABASE_FROZEN'));
    await until(database, 'ready');
    assert.equal(await count(schema), 0, 'over a new connection');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

void test('two processes come to new tables at once: made once, used by both', async (t) => {
  const first = await connected(t);
  await first
    .schema(NUMBERS)
    .write((transaction) => sql`drop schema numbers cascade`.execute(transaction));
  const both = [1, 2].map(() => {
    const database = openDatabase({ kind: 'url', url: urlOf(server), log: silentLog });
    t.after(() => database.close());
    return { database, schema: database.schema<Counted>(NUMBERS) };
  });
  for (const { database } of both) await until(database, 'ready');
  await Promise.all(both.map(({ schema }) => add(schema, 1)));
  for (const { schema } of both) assert.equal(await count(schema), 2);
});

void test('tables of a newer version are left alone, until they are derived again', async (t) => {
  await connected(t);
  const later = openDatabase({ kind: 'url', url: urlOf(server), log: silentLog });
  t.after(() => later.close());
  const newer = later.schema<Counted>({
    ...NUMBERS,
    migrations: { ...NUMBERS.migrations, '0002': { up: () => Promise.resolve() } },
  });
  await until(later, 'ready');
  await add(newer, 1);
  const database = openDatabase({ kind: 'url', url: urlOf(server), log: silentLog });
  t.after(() => database.close());
  const schema = database.schema<Counted>(NUMBERS);
  await until(database, 'ready');
  await assert.rejects(add(schema, 2), coded('DATABASE_SCHEMA_NEWER'));
  await schema.reset();
  await add(schema, 3);
  assert.equal(await count(schema), 1);
});

void test('a wrong password, a wrong address: said, and no secret with it', async (t) => {
  const said: unknown[] = [];
  const log = { ...silentLog, warn: (event: string, fields?: object) => said.push(event, fields) };
  const wrong = openDatabase({ kind: 'url', url: urlOf(server, 'hunter2'), log });
  t.after(() => wrong.close());
  await until(wrong, 'unavailable');
  assert.equal(wrong.state().code, 'DATABASE_REFUSED');
  const nobody = openDatabase({ kind: 'url', url: 'postgres://a:hunter2@127.0.0.1:1/b', log });
  t.after(() => nobody.close());
  await until(nobody, 'unavailable');
  assert.equal(nobody.state().code, 'DATABASE_UNAVAILABLE');
  assert.doesNotMatch(JSON.stringify([said, wrong.state(), nobody.state()]), /hunter2/);
  assert.throws(
    () => openDatabase({ kind: 'url', url: 'mysql://u:hunter2@h', log }),
    (error) => coded('DATABASE_URL_MALFORMED')(error) && !String(error).includes('hunter2'),
  );
});

void test('PostgreSQL 15 is the oldest that will do', () => {
  checkVersion(150_000);
  checkVersion(180_004);
  assert.throws(() => {
    checkVersion(140_019);
  }, coded('DATABASE_VERSION'));
  assert.throws(() => {
    checkVersion(90_624);
  }, /PostgreSQL 9/);
});

void test('a server that cannot be started is tried again, and closing does not wait for it', async (t) => {
  const file = join(emptyFolder(t), 'file');
  writeFileSync(file, '');
  const database = openEmbedded(t, join(file, 'postgres'));
  await until(database, 'unavailable');
  assert.equal(database.state().code, 'DATABASE_SERVER_UNSTARTABLE');
  const beganMs = performance.now();
  await database.close();
  assert.ok(performance.now() - beganMs < 1_000);
});
