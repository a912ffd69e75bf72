/** The log against a list: whatever is appended, taken back, or refused by a full disk, what can be read is what was published. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { concat, isCoded } from '@stele/base';
import fc from 'fast-check';

import { FaultyDisk } from '../test/faulty-disk.ts';
import { EntryLog, frame, type LogEnd } from './entry-log.ts';
import { SEGMENT_ENTRIES } from './layout.ts';

const EMPTY: LogEnd = { size: 0, segmentBytes: 0 };
const entry = fc.uint8Array({ minLength: 1, maxLength: 40 });
const step = fc.record({
  entries: fc.array(entry, { minLength: 1, maxLength: 20 }),
  /** Bytes for which there is room; most often for all. */
  room: fc.option(fc.nat({ max: 400 }), { freq: 3 }),
});

async function readAll(log: EntryLog): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let index = 0; index < log.size; index++) entries.push(await log.entry(index));
  return entries;
}

test('what is published can be read, what a full disk refused is gone', async (t) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      cases++;
      const disk = new FaultyDisk();
      const log = new EntryLog(disk, EMPTY);
      const expected: Uint8Array[] = [];
      for (const { entries, room } of steps) {
        disk.capacityBytes = room === null ? Infinity : usedBytes(disk) + room;
        try {
          await log.append(entries);
        } catch (error) {
          assert.ok(isCoded(error, 'STORAGE_FULL'));
          await log.cutBack();
          continue;
        }
        disk.capacityBytes = Infinity;
        await log.sync();
        await log.publish();
        expected.push(...entries);
      }
      assert.deepEqual(await readAll(log), expected);
      if (expected.length > 0) {
        assert.deepEqual(await log.bundle(0, expected.length), concat(frame(expected, 0).bytes));
        assert.deepEqual(await log.entries(0, expected.length), expected);
      }
    }),
    { numRuns: 200 },
  );
  t.diagnostic(`cases: appending to the log ${String(cases)}`);
});

function usedBytes(disk: FaultyDisk): number {
  return [...disk.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
}

test('segments end after 65 536 entries, and a full disk at the border takes both back', async () => {
  const disk = new FaultyDisk();
  const log = new EntryLog(disk, EMPTY);
  const entries = Array.from({ length: SEGMENT_ENTRIES - 3 }, (_, i) =>
    Uint8Array.of(i & 255, i >> 8),
  );
  await log.append(entries);
  await log.publish();
  const more = [1, 2, 3, 4, 5].map((byte) => Uint8Array.of(byte));
  disk.capacityBytes = usedBytes(disk) + 4 * 3 + 1;
  await assert.rejects(log.append(more), (error) => isCoded(error, 'STORAGE_FULL'));
  await log.cutBack();
  assert.deepEqual(await disk.list('log'), ['000000.entries', '000000.offsets']);
  disk.capacityBytes = Infinity;
  await log.append(more);
  assert.deepEqual(log.end, { size: SEGMENT_ENTRIES + 2, segmentBytes: 6 });
  await log.publish();
  assert.deepEqual(await log.entry(SEGMENT_ENTRIES - 1), Uint8Array.of(3));
  assert.deepEqual(await log.entry(SEGMENT_ENTRIES), Uint8Array.of(4));
  assert.deepEqual(await log.entries(SEGMENT_ENTRIES, 2), more.slice(3));
  const reopened = new EntryLog(disk, log.end);
  assert.deepEqual(await reopened.entry(SEGMENT_ENTRIES - 4), entries.at(-1));
  assert.deepEqual(await reopened.entry(SEGMENT_ENTRIES + 1), Uint8Array.of(5));
});

test('offsets that cannot be right are damage, not a read of gigabytes', async () => {
  const disk = new FaultyDisk();
  const log = new EntryLog(disk, EMPTY);
  await log.append([Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)]);
  await log.publish();
  const offsets = disk.files.get('log/000000.offsets');
  offsets?.bytes.fill(0xff, 4, 8);
  for (const index of [0, 1]) {
    await assert.rejects(log.entry(index), (error) => isCoded(error, 'LOG_DAMAGED'));
  }
  assert.deepEqual(await log.entry(2), Uint8Array.of(3));
});
