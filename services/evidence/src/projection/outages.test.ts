/** Whatever happens to the database, the ledger goes on, search says so, and everything is right again by itself. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { isCoded } from '@stele/base';
import { type Database, openDatabase } from '@stele/database';
import { recordItem } from '@stele/sdk';
import { sql } from 'kysely';
import { openProjection, type Projection } from './projection.ts';
import type { SearchQuery } from './search.ts';
import { PROJECTION, type Tables } from './tables.ts';
import {
  bytesOf,
  caughtUp,
  clock,
  emptyFolder,
  eventually,
  follow,
  MemoryNotes,
  newItem,
  openLedger,
  openServer,
  silentLog,
  submitAll,
  type TestLedger,
} from './test/surroundings.ts';
import { recountUsage } from './usage.ts';

interface Scene extends TestLedger {
  readonly database: Database;
  readonly notes: MemoryNotes;
  readonly projection: Projection;
  /** Records so many single records. */
  readonly record: (count: number) => Promise<void>;
  readonly list: () => Promise<number>;
}

/** The server of all tests that leave it running; each begins without tables. */
const cleanups: (() => Promise<void> | void)[] = [];
let shared: Database;
before(async () => {
  shared = openServer({ after: (work) => cleanups.unshift(work) });
  await eventually('the server runs', () => shared.state().status === 'ready', 60_000);
});
after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** A ledger with three records and its projection, on the shared server or on one of its own in `folder`. */
async function open(t: TestContext, folder?: string): Promise<Scene> {
  const tested = await openLedger(t);
  const { api, ledger, operator } = tested;
  const database = folder === undefined ? shared : openServer(t, folder);
  if (folder === undefined) await execute(shared, 'drop schema evidence cascade');
  const notes = new MemoryNotes();
  const projection = follow(t, { api, database, notes });
  const account = operator.account;
  const record = async (count: number): Promise<void> => {
    const plans = Array.from({ length: count }, () => ({
      by: operator,
      calls: [recordItem(account, newItem())],
    }));
    await submitAll(ledger, plans);
  };
  await record(3);
  await caughtUp(projection, api);
  const list = async (): Promise<number> =>
    (await projection.search({ account, limit: 1_000 })).items.length;
  return { ...tested, database, notes, projection, record, list };
}

const isUnavailable = (error: unknown): boolean =>
  isCoded(error, 'SEARCH_UNAVAILABLE') && error.retryable;

async function isExact({ projection, api }: Scene): Promise<void> {
  await caughtUp(projection, api);
  assert.deepEqual(await projection.usage({}), await recountUsage(api, {}, clock));
}

/** What an administrator of the server does beside us. */
function execute(database: Database, statement: string): Promise<unknown> {
  return database
    .schema<Tables>(PROJECTION)
    .write((transaction) => sql.raw(statement).execute(transaction));
}

void test('killed: recording goes on, search says why not, and then everything is there', async (t) => {
  const folder = emptyFolder(t);
  const scene = await open(t, folder);
  const [pid] = readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  process.kill(Number(pid), 'SIGKILL');
  await scene.record(40);
  await eventually('the loss is noticed', () => scene.projection.lag().status === 'unavailable');
  await assert.rejects(scene.list(), isUnavailable);
  await assert.rejects(scene.projection.usage({}), isUnavailable);
  assert.ok((scene.projection.lag().reason ?? '') !== '');
  await isExact(scene);
  assert.equal(await scene.list(), 43);
});

void test('refused for want of space: not served stale, and right again by itself', async (t) => {
  const scene = await open(t);
  await execute(
    scene.database,
    `create function evidence.no_space() returns trigger language plpgsql as
     $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$;
     create trigger no_space before insert on evidence.calls execute function evidence.no_space()`,
  );
  await scene.record(5);
  await eventually('it is noticed', () => scene.projection.lag().status === 'unavailable');
  assert.match(scene.projection.lag().reason ?? '', /disk .* full/);
  assert.ok(scene.projection.lag().behindEntries > 0);
  await assert.rejects(scene.list(), isUnavailable);
  await execute(scene.database, 'drop trigger no_space on evidence.calls');
  await isExact(scene);
  assert.equal(await scene.list(), 8);
});

void test('a disk that is full: the server may even end; with space it all comes back', async (t) => {
  const folder = mountedFolder(t);
  if (folder === undefined) {
    t.skip('no small file system can be mounted here');
    return;
  }
  const scene = await open(t, folder);
  const filler = join(folder, 'filler');
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(filler, new Uint8Array(bavail * bsize), { flag: 'a' });
  };
  fill();
  await eventually(
    'the database can write no more',
    async () => {
      await scene.record(200);
      return scene.projection.lag().status === 'unavailable';
    },
    60_000,
  );
  await assert.rejects(scene.list(), isUnavailable);
  await scene.record(1);
  rmSync(filler);
  await eventually('it follows again', () => scene.projection.lag().status === 'following', 60_000);
  await isExact(scene);
});

/** A file system with little room, for whoever may mount one. */
function mountedFolder(t: TestContext): string | undefined {
  const mounted: string[] = [];
  // Before its folder is removed, so registered before it is made; the server in it is told later, and does not mind.
  t.after(() => {
    for (const folder of mounted) execFileSync('umount', ['-l', folder]);
  });
  const folder = join(emptyFolder(t), 'small');
  mkdirSync(folder, { mode: 0o711 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m,mode=0711', 'none', folder], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  mounted.push(folder);
  return folder;
}

void test("another chain's database is refused, not mixed; put right, it goes on", async (t) => {
  const scene = await open(t);
  const other = await openLedger(t);
  const stranger = follow(t, {
    api: other.api,
    database: scene.database,
    notes: new MemoryNotes(),
  });
  await eventually('it is recognised', () => stranger.lag().status === 'foreign');
  const asked: SearchQuery = { account: scene.operator.account, limit: 10 };
  await assert.rejects(stranger.search(asked), isUnavailable);
  await assert.rejects(stranger.rebuild(), (error) => isCoded(error, 'PROJECTION_FOREIGN'));
  await scene.record(2);
  await isExact(scene);

  const { id } = await scene.api.chain();
  await execute(scene.database, `update evidence.follower set chain = '\\x${'00'.repeat(32)}'`);
  await assert.rejects(
    scene.list(),
    (error) => isCoded(error, 'PROJECTION_FOREIGN') || isUnavailable(error),
  );
  await scene.record(2);
  await eventually('a swap is noticed', () => scene.projection.lag().status === 'foreign');
  await assert.rejects(scene.list(), isUnavailable);
  await execute(scene.database, `update evidence.follower set chain = '\\x${id}'`);
  await isExact(scene);
  assert.equal(await scene.list(), 7);
});

void test('emptied or replaced by a fresh one, it is filled again', async (t) => {
  const scene = await open(t);
  await execute(scene.database, 'drop schema evidence cascade');
  await scene.record(2);
  await isExact(scene);
  assert.equal(await scene.list(), 5);
});

void test('slow: a search that waits too long says so, and the next one answers', async (t) => {
  const scene = await open(t);
  const release = Promise.withResolvers<undefined>();
  const locked = Promise.withResolvers<undefined>();
  const held = scene.database.schema<Tables>(PROJECTION).write(async (transaction) => {
    await sql`lock table evidence.calls in access exclusive mode`.execute(transaction);
    locked.resolve(undefined);
    await release.promise;
  });
  await locked.promise;
  await assert.rejects(
    scene.list(),
    (error) => isCoded(error, 'SEARCH_TIMEOUT') && error.retryable,
  );
  release.resolve(undefined);
  await held;
  assert.equal(await scene.list(), 3);
});

void test('a log that went another way since: derived anew, nothing of the old left', async (t) => {
  const scene = await open(t);
  await scene.projection.close();
  const stale = `insert into evidence.calls values (999999999999, 1, 1, 7, null, ''), (999999999998, 1, 1, 7, null, '')`;
  for (const change of [`last_entry = '\\x00'`, 'log_next = 1000000']) {
    await execute(scene.database, `${stale}; update evidence.follower set ${change}`);
    const projection = follow(t, { ...scene });
    await isExact({ ...scene, projection });
    const { items } = await projection.search({ account: scene.operator.account, limit: 100 });
    assert.equal(items.length, 3);
    await projection.close();
  }
});

void test('notes before their records wait; without one they are given up; erased ones leave nothing', async (t) => {
  const { api, ledger, operator, database } = await open(t);
  const { account } = operator;
  let aheadMs = 0;
  const shifted = {
    ...clock,
    nowMs: () => clock.nowMs() + aheadMs,
    monotonicMs: () => clock.monotonicMs(),
  };
  const notes = new MemoryNotes();
  await execute(database, 'update evidence.follower set last_note = -1');
  const projection = openProjection({
    database,
    ledger: api,
    notes,
    log: silentLog,
    clock: shifted,
  });
  t.after(() => projection.close());
  const waitingRows = async (): Promise<number> => {
    const rows = await database
      .schema<Tables>(PROJECTION)
      .read(5_000, (one) =>
        one.withSchema('evidence').selectFrom('waiting').select('id').execute(),
      );
    return rows.length;
  };
  const late = newItem('contract');
  notes.put(account, late.id, { name: '劳动合同-张三.pdf', reference: 'HR-1' });
  notes.put(account, bytesOf(16), { name: 'never recorded' });
  const withdrawn = bytesOf(16);
  notes.put(account, withdrawn, { name: 'withdrawn' });
  notes.put(account, bytesOf(16), { metadata: 'nothing to search by' });
  await eventually('they wait', async () => (await waitingRows()) >= 2);
  notes.put(account, withdrawn, null);
  const [result] = await submitAll(ledger, [{ by: operator, calls: [recordItem(account, late)] }]);
  const find = async (q: string): Promise<number> =>
    (await projection.search({ account, q, limit: 10 })).items.length;
  await eventually('the record is found', async () => (await find('合同-张三')) === 1);
  const page = await projection.search({ account, reference: 'HR-1', kind: 'contract', limit: 10 });
  assert.deepEqual(page, { items: [{ index: result?.index, call: 0, item: 0 }] });
  assert.equal(await waitingRows(), 1);
  aheadMs = 26 * 3_600_000;
  await eventually('the other is given up', async () => (await waitingRows()) === 0);

  notes.put(account, late.id, null);
  await eventually('the name is gone', async () => (await find('张三')) === 0);
  for (const table of ['noted', 'waiting'] as const) {
    const rows = await database
      .schema<Tables>(PROJECTION)
      .read(5_000, (one) => one.withSchema('evidence').selectFrom(table).selectAll().execute());
    assert.deepEqual(rows, []);
  }
});

void test('without any database the projection says so and closes at once', async (t) => {
  const { api } = await openLedger(t);
  const database = openDatabase({
    kind: 'url',
    url: 'postgres://a:b@127.0.0.1:1/c',
    log: silentLog,
  });
  t.after(() => database.close());
  const projection = openProjection({
    database,
    ledger: api,
    notes: new MemoryNotes(),
    log: silentLog,
    clock,
  });
  await eventually('it is said', () => projection.lag().reason !== undefined);
  assert.equal(projection.lag().status, 'unavailable');
  await assert.rejects(projection.search({ account: bytesOf(16), limit: 1 }), isUnavailable);
  await assert.rejects(projection.rebuild(), isUnavailable);
  const beganMs = performance.now();
  await projection.close();
  assert.ok(performance.now() - beganMs < 1_000);
  await assert.rejects(projection.rebuild(), isUnavailable);
});
