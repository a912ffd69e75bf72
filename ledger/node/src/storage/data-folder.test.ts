import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { isCoded, toHex, utf8 } from '@stele/base';

import { checkFolder } from '../check/check-folder.ts';
import { silentLog } from '../test/memory-chain.ts';
import { customerOf, emptyFolder, openTestNode, PROVEN } from '../test/test-node.ts';
import { openDataFolder } from './data-folder.ts';

test('a folder is held by one at a time, and the holder is named', async (t) => {
  const path = join(emptyFolder(t), 'not', 'there', 'yet');
  const folder = await openDataFolder(path, silentLog);
  assert.equal(folder.isNew, true);
  await assert.rejects(openDataFolder(path, silentLog), (error) => {
    assert.ok(isCoded(error, 'DATA_FOLDER_BUSY'));
    assert.match(error.message, new RegExp(`process ${String(process.pid)}$`));
    return error.data?.['pid'] === process.pid;
  });
  await folder.close();
  const again = await openDataFolder(path, silentLog);
  await again.close();
  assert.deepEqual(readdirSync(path), ['state']);
});

test('a folder that cannot be made is refused at once', { timeout: 10_000 }, async (t) => {
  const file = join(emptyFolder(t), 'file');
  writeFileSync(file, '');
  // /proc takes no new names, and says so in a way that sends a recursive mkdir of node:fs round in circles.
  const inProc = process.platform === 'linux' ? ['/proc/stele', '/proc/stele/data'] : [];
  for (const path of [file, join(file, 'data'), ...inProc]) {
    await assert.rejects(openDataFolder(path, silentLog), (e) => isCoded(e, 'STORAGE_FAILED'));
  }
});

test('state is kept, emptied, and opened again', async (t) => {
  const path = emptyFolder(t);
  const folder = await openDataFolder(path, silentLog);
  const key = utf8('key');
  await folder.state.write([{ kind: 'put', key, value: utf8('value') }]);
  await folder.reopenState();
  assert.deepEqual(folder.state.get(key), utf8('value'));
  await folder.state.writeDurably([{ kind: 'put', key: utf8('other'), value: utf8('2') }]);
  const keys: string[] = [];
  for await (const [one] of folder.state.range(utf8('a'), utf8('z'), { reverse: true })) {
    keys.push(Buffer.from(one).toString());
  }
  assert.deepEqual(keys, ['other', 'key']);
  await folder.state.clear();
  assert.equal(folder.state.get(key), undefined);
  await folder.close();
});

test('another format is refused before anything is touched', async (t) => {
  const path = emptyFolder(t);
  for (const [text, code] of [
    ['stele-data 4\n', 'FORMAT_NEWER'],
    ['stele-data 3', 'FORMAT_UNKNOWN'],
    ['stele-data 0\n', 'FORMAT_UNKNOWN'],
    ['\u{1f5ff}', 'FORMAT_UNKNOWN'],
  ] as const) {
    writeFileSync(join(path, 'FORMAT'), text);
    await assert.rejects(openDataFolder(path, silentLog), (error) => isCoded(error, code));
    assert.deepEqual(readdirSync(path), ['FORMAT']);
    assert.equal(readFileSync(join(path, 'FORMAT'), 'utf8'), text);
  }
});

test('a state that cannot be opened is taken away: it is derived', async (t) => {
  const path = emptyFolder(t);
  const state = join(path, 'state');
  mkdirSync(state);
  writeFileSync(join(state, 'CURRENT'), 'MANIFEST-000001\n');
  writeFileSync(
    join(state, 'MANIFEST-000001'),
    'no manifest at all, but long enough to be read as one',
  );
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (event: string) => void warnings.push(event) };
  const folder = await openDataFolder(path, log);
  assert.deepEqual(warnings, ['the state cannot be read and is derived again']);
  await folder.close();
});

test('a folder of an earlier format is brought up to date: what is derived goes, the truth stays', async (t) => {
  const path = emptyFolder(t);
  const node = await openTestNode({ dataFolder: path });
  const customer = customerOf(path);
  const { id } = await node.api.submit(customer.record(), PROVEN);
  const before = await node.api.transaction(id);
  await node.close();
  const format = join(path, 'FORMAT');
  const current = readFileSync(format, 'utf8');
  writeFileSync(format, 'stele-data 1\n');
  await assert.rejects(checkFolder(path, { verifierThreads: 0 }), (error) =>
    isCoded(error, 'FORMAT_EARLIER'),
  );
  const folder = await openDataFolder(path, silentLog);
  for await (const [key] of folder.state.range(Uint8Array.of(0), Uint8Array.of(255))) {
    assert.fail(`the state still holds ${toHex(key)}`);
  }
  await folder.close();
  assert.equal(readFileSync(format, 'utf8'), current);
  const again = await openTestNode({ dataFolder: path });
  assert.deepEqual(await again.api.transaction(id), before);
  await again.close();
  assert.equal((await checkFolder(path, { verifierThreads: 0 })).damage, undefined);
});
