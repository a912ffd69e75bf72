/** Archives: the console's own package opened, and every hostile one left closed, quickly, as the file that it is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import { makeReceipt } from '@stele/certificate/test';
import { type Zippable, zipSync } from 'fflate';

import { openZip, ZIP_BYTES_MAX, ZIP_ENTRIES_MAX } from './open-zip.ts';
import { readAllGiven } from './read-given.ts';

const receipt = makeReceipt();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const fileOf = (bytes: Uint8Array, name = 'all.zip'): File =>
  new File([Uint8Array.from(bytes)], name);
const zipOf = (entries: Zippable): File => fileOf(zipSync(entries));

async function namesIn(file: File): Promise<readonly string[] | undefined> {
  return (await openZip(file))?.map(({ name }) => name);
}

/** It stays what was given: one file. */
async function assertClosed(file: File): Promise<void> {
  const [only, ...more] = await readAllGiven(file);
  assert.equal(more.length, 0);
  assert.deepEqual([only?.given.kind, only?.source], ['file', file]);
}

test("the console's package: what is evidence in it, as if each had been dropped", async () => {
  const letter = utf8('a letter'.repeat(50_000));
  const found = await readAllGiven(
    zipOf({
      'README.txt': utf8('read me'),
      '信件 letter.txt': [letter, { level: 0 }],
      'r.json': [receipt, { level: 9 }],
      'verify.html': utf8('<!doctype html>'),
    }),
  );
  assert.deepEqual(
    found.map(({ given }) => [given.kind, given.name]),
    [
      ['file', '信件 letter.txt'],
      ['receipt', 'r.json'],
    ],
  );
  const bytes = new Uint8Array((await found[0]?.source.arrayBuffer()) ?? new ArrayBuffer());
  assert.deepEqual(Buffer.from(bytes), Buffer.from(letter));
});

test('a recorded file that is named like a companion lies in a folder and is taken', async () => {
  const entries = { 'file/README.txt': utf8('mine'), 'file/': new Uint8Array(), 'r.json': receipt };
  assert.deepEqual(await namesIn(zipOf(entries)), ['README.txt', 'r.json']);
});

test('without a receipt inside it is a file like any other', async () => {
  await assertClosed(zipOf({ 'a.txt': utf8('a'), 'b.txt': utf8('b') }));
  await assertClosed(zipOf({}));
});

test('an archive in an archive stays closed', async () => {
  await assertClosed(zipOf({ 'inner.zip': [zipSync({ 'r.json': receipt }), { level: 0 }] }));
});

test('names that lead elsewhere are names', async () => {
  const entries = {
    '../../etc/passwd': utf8('x'),
    'C:\\windows\\r.json': receipt,
    [`/${'n'.repeat(5_000)}.txt`]: utf8('y'),
  };
  const names = await namesIn(zipOf(entries));
  assert.deepEqual(names?.slice(0, 2), ['passwd', 'r.json']);
  assert.equal(names[2]?.length, 500);
});

test('ten thousand entries are given up at once', async () => {
  const many: Zippable = { 'r.json': receipt };
  for (let i = 0; i < 10_000; i++) many[`f${String(i)}`] = new Uint8Array();
  const started = performance.now();
  await assertClosed(zipOf(many));
  assert.ok(performance.now() - started < 2_000);
  const few: Zippable = {};
  for (let i = 0; i < ZIP_ENTRIES_MAX; i++) few[`f${String(i)}`] = new Uint8Array([i]);
  assert.equal((await namesIn(zipOf(few)))?.length, ZIP_ENTRIES_MAX);
});

test('a bomb is given up at the bound, whatever sizes it states', async () => {
  const zeros = new Uint8Array(ZIP_BYTES_MAX / 4);
  const packed = zipSync({ 'r.json': receipt, a: zeros, b: zeros, c: zeros, d: zeros, e: zeros });
  assert.ok(packed.length < 1_000_000);
  await assertClosed(fileOf(packed));
  const lying = Uint8Array.from(packed);
  const view = new DataView(lying.buffer);
  for (let at = 0; at < lying.length - 30; at++) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 1, true);
  }
  await assertClosed(fileOf(lying));
});

test('encrypted, of an unknown method, cut off or damaged: a file', async () => {
  const packed = zipSync({ 'r.json': [receipt, { level: 9 }] });
  const changed = (...changes: readonly (readonly [at: number, value: number])[]): File => {
    const bytes = Uint8Array.from(packed);
    for (const [at, value] of changes) bytes[at] = value;
    return fileOf(bytes);
  };
  const scrambled = Array.from({ length: 400 }, (_, i) => [36 + i, (i * 197) & 0xff] as const);
  await assertClosed(changed([6, 1], ...scrambled));
  await assertClosed(changed([8, 99]));
  await assertClosed(changed([36, 0xff]));
  for (const length of [4, 20, 31, 60, 500]) await assertClosed(fileOf(packed.subarray(0, length)));
});

test('a file that cannot be read says so', async () => {
  const gone = zipOf({ 'r.json': receipt });
  gone.slice = (): Blob =>
    ({
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
    }) as unknown as Blob;
  await assert.rejects(openZip(gone), (error) => isCoded(error, 'FILE_UNREADABLE'));
});
