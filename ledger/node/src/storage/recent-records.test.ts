import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failure, isCoded } from '@stele/base';

import { RecentRecords } from './recent-records.ts';
import type { WalkedRecord } from './walked-record.ts';

const place = (length: number): { file: number; offset: number; length: number } => ({
  file: 0,
  offset: 0,
  length,
});

/** Reads through `recent`, and says which entries had to be read. */
function readerOf(recent: RecentRecords): {
  readonly read: (index: number, length?: number) => Promise<WalkedRecord>;
  readonly taken: () => number[];
} {
  let reads: number[] = [];
  return {
    read: (index, length = 1_000) =>
      recent.get(index, place(length), () => {
        reads.push(index);
        return Promise.resolve({ index, payloads: [] });
      }),
    taken: () => {
      const taken = reads;
      reads = [];
      return taken;
    },
  };
}

test('many readers at once read a record once, and later ones not at all', async () => {
  const { read, taken } = readerOf(new RecentRecords());
  const records = await Promise.all(Array.from({ length: 100 }, () => read(7)));
  assert.ok(records.every((record) => record === records[0]));
  assert.equal((await read(7)).index, 7);
  assert.deepEqual(taken(), [7]);
  await read(7, 999);
  assert.deepEqual(taken(), [7], 'what stands at another place is another record');
});

test('the ones used longest ago make room, whether they are large or many', async () => {
  const { read, taken } = readerOf(new RecentRecords(10_000));
  for (const index of [1, 2, 3, 4, 1, 5]) await read(index);
  assert.deepEqual(taken(), [1, 2, 3, 4, 5]);
  for (const index of [1, 3, 4, 5, 2]) await read(index);
  assert.deepEqual(taken(), [2]);
  for (let index = 10; index < 10_000; index++) await read(index, 1);
  taken();
  for (let index = 9_980; index < 10_000; index++) await read(index, 1);
  assert.ok(taken().length >= 10, 'records of one byte take room as well');
});

test('a record that could not be read is read again', async () => {
  const recent = new RecentRecords();
  const broken = recent.get(1, place(10), () => Promise.reject(failure('STORAGE_FAILED', 'no')));
  await assert.rejects(broken, (error) => isCoded(error, 'STORAGE_FAILED'));
  const { read, taken } = readerOf(recent);
  await read(1, 10);
  assert.deepEqual(taken(), [1]);
});
