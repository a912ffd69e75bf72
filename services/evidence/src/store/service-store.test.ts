import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { concat, isCoded, utf8 } from '@stele/base';
import {
  type MasterSecret,
  masterSecretFromFile,
  masterSecretOf,
} from '../secrets/master-secret.ts';
import { checkMaster } from '../secrets/master-check.ts';
import { openServiceStore, type StoreOperation, type StoreRow } from './service-store.ts';
import { restoreServiceRows } from './restore-rows.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stele-store-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

void test('an erased row leaves no byte in any file', async (t) => {
  const folder = folderOf(t);
  const store = await openServiceStore(folder);
  const secret = 'the name of a person';
  const rows = Array.from({ length: 500 }, (_, i) => ({
    kind: 'put' as const,
    key: utf8(`row ${String(i).padStart(4, '0')}`),
    value: utf8(i === 250 ? secret : `row ${String(i)} ${'x'.repeat(200)}`),
  }));
  await store.write(rows);
  const holds = (): boolean =>
    readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(secret));
  assert.ok(holds(), 'it was there, readable');
  await store.overwrite([{ kind: 'delete', key: utf8('row 0250') }]);
  assert.ok(!holds());
  assert.equal(store.get(utf8('row 0250')), undefined);
  assert.notEqual(store.get(utf8('row 0251')), undefined);
  await store.close();
});

/** Undefined: this user may mount nothing here. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'stele-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', folder]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

const disk = smallDisk();
after(() => {
  if (disk === undefined) return;
  spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

void test(
  'on a full disk nothing is said to be erased whose bytes are there',
  { skip: disk === undefined ? 'no file system may be mounted here' : false },
  async () => {
    const folder = join(disk ?? '', 'store');
    const store = await openServiceStore(folder);
    const secret = 'the name of a person';
    const rows = Array.from({ length: 500 }, (_, i) => ({
      kind: 'put' as const,
      key: utf8(`row ${String(i).padStart(4, '0')}`),
      value: concat(utf8(secret), randomBytes(3_000)),
    }));
    await store.write(rows);
    // Into a file.
    await store.overwrite([{ kind: 'put', key: utf8('row 0000'), value: utf8('') }]);
    const erasing: StoreOperation = { kind: 'delete', key: utf8('row 0250') };
    const holds = (): boolean =>
      readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(secret));
    const filler = join(disk ?? '', 'filler');
    const { bavail, bsize } = statfsSync(disk ?? '');
    writeFileSync(filler, new Uint8Array(bavail * bsize - 65_536));
    await assert.rejects(store.overwrite([erasing]), (error) => isCoded(error, 'STORAGE_FULL'));
    rmSync(filler);
    await store.overwrite(rows.map(({ key }) => ({ kind: 'delete', key })));
    assert.ok(!holds());
    await store.close();
  },
);

void test('a store is opened by one process, and rows come back as they were', async (t) => {
  const folder = folderOf(t);
  const store = await openServiceStore(folder);
  await assert.rejects(openServiceStore(folder), (error) => isCoded(error, 'SERVICE_STORE_LOCKED'));
  await store.write([{ kind: 'put', key: utf8('a'), value: utf8('1') }]);
  await store.close();
  const again = await openServiceStore(folder);
  assert.deepEqual(again.get(utf8('a')), utf8('1'));
  await again.close();
});

void test('whoever reads while the store is opened anew is told to come again', async (t) => {
  const store = await openServiceStore(folderOf(t));
  const row = (i: number): StoreOperation => {
    return { kind: 'put', key: utf8(`row ${String(i).padStart(4, '0')}`), value: utf8('v') };
  };
  await store.write(Array.from({ length: 3_000 }, (_, i) => row(i)));
  const rows = store.range(utf8('row'), utf8('rox'))[Symbol.asyncIterator]();
  await rows.next();
  await assert.rejects(store.write([{ kind: 'put', key: undefined as never, value: utf8('v') }]));
  const written = store.write([row(3_000)]);
  const readOn = async (): Promise<void> => {
    while ((await rows.next()).done !== true);
  };
  await assert.rejects(readOn(), (error) => isCoded(error, 'STORAGE_FULL'));
  await written;
  assert.deepEqual(store.get(utf8('row 3000')), utf8('v'));
  await store.close();
});

async function* from(rows: readonly StoreRow[]): AsyncGenerator<StoreRow> {
  yield* rows;
  await Promise.resolve();
}

void test('rows of a backup go into an empty store only', async (t) => {
  const folder = folderOf(t);
  const rows = Array.from({ length: 2_500 }, (_, i): StoreRow => [
    utf8(`k${String(i)}`),
    utf8('v'),
  ]);
  assert.equal(await restoreServiceRows(folder, from(rows)), 2_500);
  const store = await openServiceStore(folder);
  for (const [key, value] of rows) assert.deepEqual(store.get(key), value);
  await store.close();
  await assert.rejects(restoreServiceRows(folder, from(rows)), (error) =>
    isCoded(error, 'SERVICE_STORE_NOT_EMPTY'),
  );
});

void test('another master secret is found out at start', async (t) => {
  const folder = folderOf(t);
  const store = await openServiceStore(folder);
  await checkMaster(store, masterSecretOf(new Uint8Array(32).fill(1)));
  await checkMaster(store, masterSecretOf(new Uint8Array(32).fill(1)));
  await assert.rejects(checkMaster(store, masterSecretOf(new Uint8Array(32).fill(2))), (error) =>
    isCoded(error, 'MASTER_KEY_OTHER'),
  );
  await store.close();
});

void test('the master secret is made once, for its owner alone', async (t) => {
  const folder = folderOf(t);
  const path = join(folder, 'keys', 'master.secret');
  const read = (): Promise<MasterSecret> =>
    masterSecretFromFile({ path, store: join(folder, 'none') });
  const owner = new Uint8Array(16);
  const first = (await read()).derive('note-key', owner);
  assert.deepEqual((await read()).derive('note-key', owner), first);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o640);
  await assert.rejects(read(), (error) => isCoded(error, 'MASTER_KEY_EXPOSED'));
  chmodSync(path, 0o600);
  writeFileSync(path, 'c2hvcnQ');
  await assert.rejects(read(), (error) => {
    return isCoded(error, 'MASTER_KEY_MALFORMED') && !error.message.includes('c2hvcnQ');
  });
});

void test('a store whose master secret is missing gets no new one', async (t) => {
  const store = folderOf(t);
  const path = join(store, 'keys', 'master.secret');
  await assert.rejects(masterSecretFromFile({ path, store }), (error) =>
    isCoded(error, 'MASTER_KEY_MISSING'),
  );
  assert.equal(existsSync(path), false);
});
