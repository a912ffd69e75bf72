import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { isCoded } from '@stele/base';

import { temporaryFolder } from '../test/fake-world.ts';
import { createFile, replaceFile } from './write-file.ts';

void test('a file is created once; a second writer is told and changes nothing', async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, 'a.receipt.json');
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => createFile(path, `writer ${String(i)}`)),
  );
  const won = results.findIndex(({ status }) => status === 'fulfilled');
  assert.equal(readFileSync(path, 'utf8'), `writer ${String(won)}`);
  const lost = results.filter((result) => result.status === 'rejected');
  assert.equal(lost.length, 7);
  assert.ok(lost.every(({ reason }) => isCoded(reason, 'RECEIPT_IN_THE_WAY')));
  assert.deepEqual(readdirSync(folder), ['a.receipt.json'], 'nothing temporary stays');
});

void test('replacing keeps the mode asked for and leaves nothing behind', async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, 'secret');
  writeFileSync(path, 'old', { mode: 0o644 });
  await replaceFile(path, 'new', 0o600);
  assert.equal(readFileSync(path, 'utf8'), 'new');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['secret']);
});

void test('what cannot be written says which path and why', async (context) => {
  const folder = temporaryFolder(context);
  const missing = join(folder, 'none', 'file');
  await assert.rejects(replaceFile(missing, ''), (error: unknown) => {
    assert.ok(isCoded(error, 'WRITE_FAILED'));
    return error.message.includes(missing) && error.message.includes('no such file');
  });
  mkdirSync(join(folder, 'taken'));
  chmodSync(join(folder, 'taken'), 0o500);
  const intoFolder = replaceFile(join(folder, 'taken'), 'content');
  await assert.rejects(intoFolder, (error: unknown) => isCoded(error, 'WRITE_FAILED'));
  assert.deepEqual(readdirSync(folder), ['taken'], 'nothing temporary stays');
});
