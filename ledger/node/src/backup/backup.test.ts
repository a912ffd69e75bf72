import assert from 'node:assert/strict';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import type { LedgerApi } from '@stele/protocol';
import fc from 'fast-check';

import type { Customer } from '../test/customer.ts';
import { emptyFolder, openedNode, openTestNode, PROVEN, rejected } from '../test/test-node.ts';
import { type BackupReport, backupFolder } from './backup-folder.ts';
import { MANIFEST_PATH } from './manifest.ts';

/** Records a few, one a block, and one batch with a payload. */
async function recordSome(api: LedgerApi, customer: Customer, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await api.submit(customer.record(), PROVEN);
  await api.submit(customer.batch(20), PROVEN);
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (const text of texts) yield Buffer.from(text);
}

/** Each file of a backup with its bytes, but the lock's. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  const kept = files.filter((name) => !name.startsWith('lock/'));
  return new Map(kept.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

void test('a backup holds the chain up to its checkpoint, and the next one only what is new', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  const folder = join(emptyFolder(t), 'backup');
  const options = { dataFolder, backupFolder: folder };
  await recordSome(api, customer, 3);
  const first = await backupFolder(options);
  assert.equal(first.manifest.number, 1);
  assert.equal(first.manifest.checkpoint.size, (await api.chain()).logSize);
  assert.equal(first.manifest.fingerprint, (await api.chain()).id);
  const same = await backupFolder(options);
  assert.deepEqual([same.copiedBytes, same.manifest.number], [0, 2]);
  const log = readFileSync(join(folder, 'log/000000.entries'));
  await recordSome(api, customer, 2);
  const third = await backupFolder(options);
  const grown = readFileSync(join(folder, 'log/000000.entries'));
  assert.deepEqual(grown.subarray(0, log.length), log, 'what was there is not written again');
  const payloadBytes = statSync(join(folder, 'payload/000000')).size;
  const before = first.manifest.files.find(({ path }) => path === 'payload/000000')?.bytes ?? 0;
  assert.equal(third.copiedBytes, grown.length - log.length + payloadBytes - before);
  assert.deepEqual(readdirSync(join(folder, 'sets')), ['3'], 'earlier sets go');
});

void test('keys are kept as secret as they are, and so is the folder', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  await recordSome(api, customer, 1);
  writeFileSync(join(dataFolder, 'keys', 'master.secret'), 'of the service', { mode: 0o600 });
  const folder = join(emptyFolder(t), 'deep', 'backup');
  const { manifest } = await backupFolder({
    dataFolder,
    backupFolder: folder,
    streams: [
      {
        path: 'evidence.rows',
        content: () => Promise.resolve(pieces('rows, ', 'more rows')),
      },
    ],
  });
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const secrets = manifest.files.filter(({ secret }) => secret);
  const names = ['admin.key', 'cosigner.key', 'log.key', 'master.secret', 'operator.key'];
  assert.deepEqual(
    secrets.map(({ path }) => path.replace('keys/', '')).sort(),
    [...names, 'evidence.rows', 'organisation.key'].sort(),
  );
  for (const { stored } of secrets) {
    assert.equal(statSync(join(folder, stored)).mode & 0o777, 0o600);
  }
  const rows = manifest.files.find(({ path }) => path === 'evidence.rows');
  assert.equal(readFileSync(join(folder, rows?.stored ?? ''), 'utf8'), 'rows, more rows');
});

void test('a backup under load is a chain, wherever it is cut', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  const folder = join(emptyFolder(t), 'backup');
  await recordSome(api, customer, 1);
  const stop = new AbortController();
  const load = (async () => {
    while (!stop.signal.aborted) {
      const many = Array.from({ length: 20 }, () => customer.record());
      await api.submitMany([...many, customer.batch(50)], PROVEN);
    }
  })();
  const reports: BackupReport[] = [];
  for (let i = 0; i < 8; i++) {
    reports.push(await backupFolder({ dataFolder, backupFolder: folder }));
  }
  stop.abort();
  await load;
  const sizes = reports.map(({ manifest }) => manifest.checkpoint.size);
  assert.ok((sizes.at(-1) ?? 0) > (sizes[0] ?? 0) + 100, `it grew meanwhile: ${sizes.join(' ')}`);
  const { restoreFolder } = await import('./restore-folder.ts');
  const { silentLog } = await import('../test/memory-chain.ts');
  const restored = join(emptyFolder(t), 'restored');
  const { entries } = await restoreFolder({
    backupFolder: folder,
    dataFolder: restored,
    log: silentLog,
    verifierThreads: 0,
  });
  assert.equal(entries, sizes.at(-1));
});

void test('what an interrupted backup leaves is cut by the next one, and the one before stays whole', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  const folder = join(emptyFolder(t), 'backup');
  await recordSome(api, customer, 2);
  const { manifest } = await backupFolder({ dataFolder, backupFolder: folder });
  const before = contentOf(folder);
  await recordSome(api, customer, 2);
  const broken = backupFolder({
    dataFolder,
    backupFolder: folder,
    streams: [
      {
        path: 'evidence.rows',
        content: () => Promise.reject(new TypeError('the server went away')),
      },
    ],
  });
  await assert.rejects(broken, /went away/);
  for (const { stored, bytes } of manifest.files) {
    const old = Buffer.from(before.get(stored) ?? '', 'base64').subarray(0, bytes);
    assert.deepEqual(readFileSync(join(folder, stored)).subarray(0, bytes), old, stored);
  }
  assert.equal(contentOf(folder).get(MANIFEST_PATH), before.get(MANIFEST_PATH));
  appendFileSync(join(folder, 'log/000000.entries'), 'torn');
  const next = await backupFolder({ dataFolder, backupFolder: folder });
  const log = next.manifest.files.find(({ path }) => path === 'log/000000.entries');
  assert.equal(statSync(join(folder, 'log/000000.entries')).size, log?.bytes);
});

void test('a folder that holds anything else, or another chain, is left alone', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  await recordSome(api, customer, 1);
  const other = emptyFolder(t);
  writeFileSync(join(other, 'holiday.jpg'), '');
  const before = contentOf(other);
  const to = (folder: string): Promise<unknown> =>
    backupFolder({ dataFolder, backupFolder: folder });
  await rejected(to(other), 'BACKUP_FOLDER_FOREIGN');
  assert.deepEqual(contentOf(other), before);
  await rejected(to(join(dataFolder, 'backup')), 'BACKUP_FOLDER_FOREIGN');
  await rejected(to(dataFolder), 'BACKUP_FOLDER_FOREIGN');
  const second = join(emptyFolder(t), 'other-chain');
  const node = await openTestNode({ dataFolder: second });
  const backup = join(emptyFolder(t), 'backup');
  await backupFolder({ dataFolder: second, backupFolder: backup });
  await node.close();
  await rejected(to(backup), 'BACKUP_FOLDER_FOREIGN');
  await rejected(
    backupFolder({ dataFolder: emptyFolder(t), backupFolder: backup }),
    'DATA_FOLDER_EMPTY',
  );
});

void test('two backups into one folder: one of them waits its turn', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  await recordSome(api, customer, 1);
  const folder = join(emptyFolder(t), 'backup');
  const { promise: isRefused, resolve } = Promise.withResolvers<undefined>();
  const { promise: isHeld, resolve: held } = Promise.withResolvers<undefined>();
  const content = async (): Promise<undefined> => {
    held(undefined);
    await isRefused;
  };
  const streams = [{ path: 'evidence.rows', content }];
  const first = backupFolder({ dataFolder, backupFolder: folder, streams });
  await isHeld;
  await rejected(backupFolder({ dataFolder, backupFolder: folder }), 'BACKUP_BUSY');
  resolve(undefined);
  assert.equal((await first).manifest.number, 1);
  assert.equal((await backupFolder({ dataFolder, backupFolder: folder })).manifest.number, 2);
});

void test('rot in what was backed up is found while there is something to copy from', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  await recordSome(api, customer, 2);
  const folder = join(emptyFolder(t), 'backup');
  await backupFolder({ dataFolder, backupFolder: folder });
  const path = join(folder, 'payload/000000');
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await recordSome(api, customer, 1);
  await rejected(backupFolder({ dataFolder, backupFolder: folder }), 'BACKUP_DAMAGED');
});

void test('a manifest that leads out of its folder is no manifest', async (t) => {
  const { dataFolder, api, customer } = await openedNode(t);
  await recordSome(api, customer, 1);
  const folder = join(emptyFolder(t), 'backup');
  await backupFolder({ dataFolder, backupFolder: folder });
  const path = join(folder, MANIFEST_PATH);
  const text = readFileSync(path, 'utf8');
  const names = fc.oneof(
    fc.constantFrom(
      '../x',
      '/etc/passwd',
      'a/../../b',
      '',
      '.',
      'log//a',
      'a/b/c/d/e',
      'a\0b',
      '..',
    ),
    fc.string({ maxLength: 5 }).map((end) => `../${end}`),
  );
  const cases = 60;
  const { readManifest } = await import('./manifest.ts');
  const { openNodeDisk } = await import('../storage/node-disk.ts');
  await fc.assert(
    fc.asyncProperty(names, fc.constantFrom('path', 'stored'), async (name, field) => {
      const manifest = JSON.parse(text) as { files: Record<string, unknown>[] };
      Object.assign(manifest.files[0] ?? {}, { [field]: name });
      writeFileSync(path, JSON.stringify(manifest));
      await rejected(readManifest(openNodeDisk(folder)), 'BACKUP_DAMAGED');
    }),
    { numRuns: cases },
  );
  for (const hostile of ['', 'null', '{}', text.slice(0, -9), text.replace('"number"', '"numb"')]) {
    writeFileSync(path, hostile);
    await rejected(backupFolder({ dataFolder, backupFolder: folder }), 'BACKUP_DAMAGED');
  }
  t.diagnostic(`cases: hostile names ${String(cases)}`);
});

void test('a folder that lost what it had signed is not backed up over what there is', async (t) => {
  const { dataFolder, node, api, customer } = await openedNode(t);
  await recordSome(api, customer, 3);
  const folder = join(emptyFolder(t), 'backup');
  await backupFolder({ dataFolder, backupFolder: folder });
  const before = contentOf(folder);
  await node.close();
  const log = join(dataFolder, 'log/000000.entries');
  truncateSync(log, statSync(log).size - 200);
  await rejected(backupFolder({ dataFolder, backupFolder: folder }), 'BACKUP_SOURCE_SHORT');
  assert.deepEqual(contentOf(folder), before);
});
