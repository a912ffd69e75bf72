import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openServiceStore } from '@stele/evidence';
import { backupFolder, openNode, systemClock, systemRandom } from '@stele/node';
import { openPeople } from '@stele/people';
import { encode } from '@stele/protocol';

import { operatorOf } from '../../notarize/operator.ts';
import { runIn, temporaryFolder } from '../../test/fake-world.ts';
import type { ServiceRow } from '../backup/service-rows.ts';
import { quietLog } from '../quiet-log.ts';
import { signedRecords } from '../bench/transactions.ts';

interface Place {
  readonly data: string;
  readonly backup: string;
  readonly fresh: string;
}

/** A closed folder with a few blocks, its backup not made yet. */
async function place(context: TestContext): Promise<Place> {
  const root = temporaryFolder(context);
  const data = join(root, 'data');
  await record(data);
  return { data, backup: join(root, 'backup'), fresh: join(root, 'fresh') };
}

async function record(data: string): Promise<void> {
  const node = await openNode({ dataFolder: data, log: quietLog, verifierThreads: 0 });
  const operator = operatorOf(data);
  for (const count of [1, 20]) {
    await node.api.submit(signedRecords(operator, count), { wait: 'proven', timeoutMs: 10_000 });
  }
  await node.close();
}

void test('backup, restore, check: what is printed, in both languages', async (context) => {
  const { data, backup, fresh } = await place(context);
  const env = { STELE_PORT: '1' };
  const made = await runIn(context, ['backup', backup, '--data', data], { env });
  assert.equal(made.exitCode, 0, made.err);
  assert.match(
    made.out,
    /^✓ Backup 1 of chain [0-9a-f]{64} is in .*backup\.\nIt holds 7 entries: /,
  );
  assert.match(made.out, /private keys are in it, not encrypted/);
  const again = await runIn(context, ['backup', backup, '--data', data, '--json'], { env });
  const report = JSON.parse(again.out) as Readonly<Record<string, unknown>>;
  assert.deepEqual([report['number'], report['copiedBytes'], report['service']], [2, 0, false]);
  const restored = await runIn(context, ['restore', backup, '--data', fresh]);
  assert.equal(restored.exitCode, 0, restored.err);
  const lines = restored.out.split('\n');
  assert.match(lines[0] ?? '', /^✓ 12 files, .*: every byte is as the manifest says\.$/);
  assert.match(lines[1] ?? '', /^✓ 7 entries derived again from the log; the root is the one/);
  assert.equal(lines[2], 'Whether entries came after the backup is not known.');
  assert.match(
    lines[3] ?? '',
    /^The chain goes on as stele\/[0-9a-f]{32}\/g1\. Receipts given before/,
  );
  assert.equal((await runIn(context, ['ledger', 'check', '--data', fresh])).exitCode, 0);
  const chinese = { env: { LANG: 'zh_CN.UTF-8' } };
  const third = await runIn(context, ['restore', backup, '--data', `${fresh}3`], chinese);
  assert.match(third.out, /每个字节均与清单一致/);
});

void test('a lineage is kept with both words, and with one of them nothing happens', async (context) => {
  const { data, backup, fresh } = await place(context);
  await backupFolder({ dataFolder: data, backupFolder: backup });
  const argv = ['restore', backup, '--data', fresh];
  const alone = await runIn(context, [...argv, '--same-lineage']);
  assert.equal(alone.exitCode, 2);
  assert.match(alone.err, /--same-lineage needs --latest\. \[LATEST_MISSING\]/);
  const nowhere = await runIn(context, [...argv, '--latest', join(data, 'none')]);
  assert.equal(nowhere.exitCode, 2);
  assert.match(nowhere.err, /LATEST_UNREADABLE/);
  const silent = await runIn(context, [...argv, '--latest', 'http://127.0.0.1:1/']);
  assert.equal(silent.exitCode, 2);
  const latest = join(data, 'checkpoint');
  await record(data);
  const newer = await runIn(context, [...argv, '--latest', latest, '--same-lineage']);
  assert.equal(newer.exitCode, 1);
  assert.match(newer.err, /of a longer log: entries would be lost\. \[LINEAGE_NOT_SHOWN\]/);
  const told = await runIn(context, [...argv, '--latest', latest, '--json', '--reason', 'fire']);
  const report = JSON.parse(told.out) as { readonly loss: unknown; readonly lineage: unknown };
  assert.deepEqual([report.lineage, report.loss], ['new', { kind: 'entries', count: 4 }]);
  await backupFolder({ dataFolder: data, backupFolder: backup });
  const same = ['restore', backup, '--data', `${fresh}-same`, '--latest', latest, '--same-lineage'];
  const kept = await runIn(context, same);
  assert.equal(kept.exitCode, 0, kept.err);
  assert.match(
    kept.out,
    /nothing is lost\.\nThe chain goes on as stele\/[0-9a-f]{32}\. The old node/,
  );
});

void test('a damaged backup is refused, and its file named', async (context) => {
  const { data, backup, fresh } = await place(context);
  await backupFolder({ dataFolder: data, backupFolder: backup });
  const path = join(backup, 'payload/000000');
  const bytes = readFileSync(path);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const { exitCode, err } = await runIn(context, ['restore', backup, '--data', fresh]);
  assert.equal(exitCode, 1);
  assert.match(err, /payload\/000000 in the backup is damaged.*\[BACKUP_DAMAGED\]\nUse another/);
  assert.ok(!existsSync(fresh));
  const chinese = { env: { LANG: 'zh_CN.UTF-8' } };
  const told = await runIn(context, ['restore', backup, '--data', fresh], chinese);
  assert.match(told.err, /备份已损坏.*payload\/000000/);
});

/** A row of the service's store, by the first byte of its key. */
const row = (space: string): ServiceRow => [
  Buffer.from(`${space}-key`),
  Buffer.alloc(70_000, space),
];

async function storeWith(data: string, rows: readonly ServiceRow[]): Promise<void> {
  const store = await openServiceStore(join(data, 'evidence'));
  await store.write(rows.map(([key, value]) => ({ kind: 'put', key, value })));
  await store.close();
}

/** First letters of the keys, and the values. */
async function rowsIn(data: string): Promise<readonly (readonly [string, number])[]> {
  const store = await openServiceStore(join(data, 'evidence'));
  const rows: (readonly [string, number])[] = [];
  for await (const [key, value] of store.range(Uint8Array.of(0), Uint8Array.of(0xff))) {
    rows.push([String.fromCharCode(key[0] ?? 0), value.length]);
  }
  await store.close();
  return rows;
}

void test('the rows of the service come along, tokens only within their lineage', async (context) => {
  const { data, backup, fresh } = await place(context);
  await storeWith(data, ['c', 'n', 't'].map(row));
  const env = { STELE_PORT: '1' };
  const made = await runIn(context, ['backup', backup, '--data', data, '--json'], { env });
  assert.equal(made.exitCode, 0, made.err);
  assert.equal((JSON.parse(made.out) as { readonly service: boolean }).service, true);
  const restored = await runIn(context, ['restore', backup, '--data', fresh]);
  assert.equal(restored.exitCode, 0, restored.err);
  assert.deepEqual(await rowsIn(fresh), [
    ['c', 70_000],
    ['n', 70_000],
  ]);
  assert.ok(!existsSync(join(fresh, 'evidence.rows')), 'they are in their place');
  const same = ['--latest', join(data, 'checkpoint'), '--same-lineage'];
  const kept = await runIn(context, ['restore', backup, '--data', `${fresh}-same`, ...same]);
  assert.equal(kept.exitCode, 0, kept.err);
  assert.deepEqual(
    (await rowsIn(`${fresh}-same`)).map(([space]) => space),
    ['c', 'n', 't'],
  );
});

void test('rows of a service that are none keep a folder from its name', async (context) => {
  const { data, backup, fresh } = await place(context);
  const cut = encode([new Uint8Array(2), new Uint8Array(9)]).subarray(1);
  const content = (): Promise<AsyncIterable<Uint8Array>> =>
    Promise.resolve(new Blob([cut]).stream());
  const streams = [{ path: 'evidence.rows', content }];
  await backupFolder({ dataFolder: data, backupFolder: backup, streams });
  const broken = await runIn(context, ['restore', backup, '--data', fresh]);
  assert.equal(broken.exitCode, 1);
  assert.match(broken.err, /SERVICE_ROWS_MALFORMED/);
  assert.ok(!existsSync(fresh));
});

void test('who may sign in comes along, without links and sessions', async (context) => {
  const { data, backup, fresh } = await place(context);
  const world = { clock: systemClock, random: systemRandom, log: quietLog };
  const organisation = { id: 'local', name: 'Local operator' };
  const people = await openPeople({ folder: data, ...world, organisation });
  await people.link();
  await people.close();
  const env = { STELE_PORT: '1' };
  assert.equal((await runIn(context, ['backup', backup, '--data', data], { env })).exitCode, 0);
  const restored = await runIn(context, ['restore', backup, '--data', fresh]);
  assert.equal(restored.exitCode, 0, restored.err);
  const path = join(fresh, 'people.json');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(readFileSync(path, 'utf8'), /"name":"admin".*"links":\[\],"sessions":\[\]/);
  writeFileSync(join(data, 'people.json'), '{');
  const broken = await runIn(context, ['backup', backup, '--data', data], { env });
  assert.equal(broken.exitCode, 3, 'what could not be restored is not kept as if it could');
  assert.match(broken.err, /people\.json\. \[PEOPLE_FILE_DAMAGED\]/);
});
