import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { concat, isCoded, utf8 } from '@stele/base';

import { emptyFolder } from '../test/test-node.ts';
import { openNodeDisk } from './node-disk.ts';
import { storageError } from './storage-errors.ts';

test('a file grows and shrinks, and is read back', async (t) => {
  const disk = openNodeDisk(emptyFolder(t));
  await disk.makeFolder('log/deep');
  const file = await disk.open('log/deep/000000.entries');
  await file.write(0, [utf8('hello '), new Uint8Array(0), utf8('world')]);
  await file.sync();
  assert.deepEqual(await file.read(6, 100), utf8('world'));
  assert.deepEqual(await file.read(100, 5), new Uint8Array(0));
  await file.truncate(5);
  assert.equal(await file.size(), 5);
  await file.close();
  const again = await disk.openToRead('log/deep/000000.entries');
  assert.deepEqual(await again?.read(0, 10), utf8('hello'));
  await again?.close();
});

test('more parts than one call of the system takes are all written, in order', async (t) => {
  const disk = openNodeDisk(emptyFolder(t));
  const parts = Array.from({ length: 5_000 }, (_, i) => utf8(`${String(i)};`));
  const file = await disk.open('many');
  await file.write(0, parts);
  assert.deepEqual(await disk.read('many'), concat(...parts));
  await file.close();
});

test('what is not there is undefined, not a failure', async (t) => {
  const disk = openNodeDisk(emptyFolder(t));
  assert.equal(await disk.read('nothing'), undefined);
  assert.equal(await disk.openToRead('nothing'), undefined);
  assert.equal(await disk.permissions('nothing'), undefined);
  assert.deepEqual(await disk.list('nothing'), []);
  await disk.remove('nothing');
});

test('replacing keeps secrets secret, whatever a crash has left in the way', async (t) => {
  const folder = emptyFolder(t);
  const disk = openNodeDisk(folder);
  writeFileSync(join(folder, 'admin.key.new'), 'left over and readable by all', { mode: 0o644 });
  await disk.replace('admin.key', utf8('one'), { isSecret: true });
  assert.equal(statSync(join(folder, 'admin.key')).mode & 0o777, 0o600);
  await disk.replace('admin.key', utf8('two'), { isSecret: true });
  assert.equal(readFileSync(join(folder, 'admin.key'), 'utf8'), 'two');
  assert.deepEqual(await disk.list(''), ['admin.key']);
  await disk.makeFolder('keys', { isSecret: true });
  assert.equal(await disk.permissions('keys'), 0o700);
});

test('a file that was replaced is written in place, where it is', async (t) => {
  const disk = openNodeDisk(emptyFolder(t));
  await disk.replace('checkpoint', utf8('a longer first one'));
  const file = await disk.open('checkpoint');
  await file.write(2, [utf8('LONGER')]);
  await file.sync();
  assert.deepEqual(await disk.read('checkpoint'), utf8('a LONGER first one'));
  await file.close();
});

test('moving and removing take folders with what is in them', async (t) => {
  const disk = openNodeDisk(emptyFolder(t));
  await disk.makeFolder('from/keys');
  await disk.replace('from/keys/a', utf8('a'));
  await disk.move('from/keys', 'keys');
  assert.deepEqual(await disk.list('keys'), ['a']);
  await disk.remove('keys');
  assert.deepEqual(await disk.list(''), ['from']);
});

test('errors of the system become failures that say what was tried', async (t) => {
  const folder = emptyFolder(t);
  mkdirSync(join(folder, 'folder'));
  const disk = openNodeDisk(folder);
  await assert.rejects(disk.read('folder'), (error) => {
    assert.ok(isCoded(error, 'STORAGE_FAILED'));
    assert.match(error.message, /reading folder/);
    return !error.retryable;
  });
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const full = storageError('writing', Object.assign(new Error(code), { code }));
    assert.equal(full.code, 'STORAGE_FULL');
    assert.equal(full.retryable, true);
  }
});

test('free space is known', async (t) => {
  assert.ok((await openNodeDisk(emptyFolder(t)).freeBytes()) > 0);
});
