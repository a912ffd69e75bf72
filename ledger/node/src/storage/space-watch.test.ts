import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Log } from '@stele/base';
import fc from 'fast-check';

import { openNode } from '../node.ts';
import { silentLog } from '../test/memory-chain.ts';
import { MemoryFolder } from '../test/memory-folder.ts';
import { PROVEN, rejected } from '../test/test-node.ts';
import { SPACE_FLOORS, type SpaceFloors, SpaceWatch } from './space-watch.ts';

const floors: SpaceFloors = {
  warn: { share: 0.1, bytes: Infinity },
  refuse: { share: 0.05, bytes: Infinity },
};

/** A disk of 1 000 bytes and a watch over it, with what it logs. */
function watched(from = floors): {
  readonly at: (freeBytes: number) => Promise<string | undefined>;
  readonly watch: SpaceWatch;
  readonly told: string[];
} {
  let freeBytes = 1_000;
  let nowMs = 0;
  const told: string[] = [];
  const log: Log = {
    debug: () => undefined,
    info: () => void told.push('info'),
    warn: () => void told.push('warn'),
    error: () => void told.push('error'),
  };
  const disk = {
    freeBytes: () => Promise.resolve(freeBytes),
    totalBytes: () => Promise.resolve(1_000),
  };
  const watch = new SpaceWatch(disk, log, from);
  const at = async (free: number): Promise<string | undefined> => {
    freeBytes = free;
    nowMs += 1_000;
    await watch.look(nowMs);
    return watch.space?.level;
  };
  return { at, watch, told };
}

function codeOf({ refusal }: SpaceWatch): string | undefined {
  return refusal?.code;
}

void test('it warns below one tenth, refuses below one twentieth, and comes back by itself', async () => {
  const { at, watch, told } = watched();
  assert.equal(codeOf(watch), undefined);
  const seen: unknown[] = [];
  for (const free of [1_000, 100, 99, 105, 50, 49, 54, 56, 109, 111]) {
    seen.push([free, await at(free), codeOf(watch)]);
  }
  assert.deepEqual(seen, [
    [1_000, 'ok', undefined],
    [100, 'ok', undefined],
    [99, 'low', undefined],
    [105, 'low', undefined],
    [50, 'low', undefined],
    [49, 'refusing', 'STORAGE_LOW'],
    [54, 'refusing', 'STORAGE_LOW'],
    [56, 'low', undefined],
    [109, 'low', undefined],
    [111, 'ok', undefined],
  ]);
  assert.deepEqual(told, ['warn', 'error', 'warn', 'info'], 'each change is told once');
});

void test('what was taken in since the last look counts, and is looked at within a second', async () => {
  const { at, watch } = watched();
  await at(150);
  watch.taken(20);
  assert.equal(codeOf(watch), undefined);
  watch.taken(10);
  assert.equal(codeOf(watch), 'STORAGE_LOW', '150 − 4 · 30 is below 50');
  await at(140);
  assert.equal(watch.refusal, undefined, 'it took less than feared');
});

void test('it is looked at once a second, however often it is asked', async () => {
  let looks = 0;
  const disk = {
    freeBytes: () => Promise.resolve(++looks),
    totalBytes: () => Promise.resolve(0),
  };
  const watch = new SpaceWatch(disk, silentLog);
  for (let nowMs = 5_000; nowMs < 8_000; nowMs += 100) await watch.look(nowMs);
  assert.equal(looks, 3);
});

void test('a disk that does not say what it has is not held to be full', async () => {
  const disk = {
    freeBytes: () => Promise.reject(new Error('EIO')),
    totalBytes: () => Promise.resolve(0),
  };
  const watch = new SpaceWatch(disk, silentLog);
  await watch.look(1_000);
  assert.equal(watch.space, undefined);
  assert.equal(watch.refusal, undefined);
});

void test('levels follow the floors over any course of free space', async (context) => {
  const cases = 200;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 }),
      async (course) => {
        const { at } = watched();
        let refusing = false;
        let low = false;
        for (const free of course) {
          refusing = free < (refusing ? 55 : 50);
          low = refusing || free < (low ? 110 : 100);
          assert.equal(await at(free), refusing ? 'refusing' : low ? 'low' : 'ok');
        }
      },
    ),
    { numRuns: cases },
  );
  context.diagnostic(`cases: courses of free space ${String(cases)}`);
});

void test('on a huge disk some gigabytes are enough', async () => {
  const TIB = 2 ** 40;
  let freeBytes = 11 * 2 ** 30;
  const disk = {
    freeBytes: () => Promise.resolve(freeBytes),
    totalBytes: () => Promise.resolve(20 * TIB),
  };
  const watch = new SpaceWatch(disk, silentLog, SPACE_FLOORS);
  await watch.look(1_000);
  assert.equal(watch.space?.level, 'ok');
  freeBytes = 9 * 2 ** 30;
  await watch.look(2_000);
  assert.equal(watch.space.level, 'low');
  freeBytes = 4 * 2 ** 30;
  await watch.look(3_000);
  assert.equal(watch.space.level, 'refusing');
});

void test('a node on a disk that runs low refuses writes, goes on reading, and comes back', async (t) => {
  const folder = new MemoryFolder();
  let monotonicMs = 1;
  const clock = { nowMs: () => Date.now(), monotonicMs: () => monotonicMs };
  const node = await openNode(
    { dataFolder: '-', log: silentLog, verifierThreads: 0, clock, spaceFloors: floors },
    folder.open,
  );
  t.after(() => node.close());
  const customer = await folder.customer();
  const first = await node.api.submit(customer.record(), PROVEN);
  folder.disk.sizeBytes = 10_000_000;
  folder.disk.capacityBytes = 400_000;
  monotonicMs += 1_000;
  const second = customer.record();
  await rejected(node.api.submit(second, PROVEN), 'STORAGE_LOW');
  assert.equal(node.refusal?.code, 'STORAGE_LOW');
  assert.equal(node.space?.level, 'refusing');
  const [told] = await node.api.submitMany([second], PROVEN);
  assert.ok(told?.status === 'rejected' && told.code === 'STORAGE_LOW');
  assert.equal((await node.api.transaction(first.id)).status, 'proven');
  assert.ok((await node.api.receipt(first.id)).length > 0, 'receipts are given');
  folder.disk.capacityBytes = 9_000_000;
  monotonicMs += 1_000;
  assert.equal((await node.api.submit(second, PROVEN)).status, 'proven');
  assert.equal(node.refusal, undefined);
});
