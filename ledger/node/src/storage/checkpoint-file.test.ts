/** The two slots of `checkpoint`: whatever a write or a loss of power leaves of one, the other is read, and the newest is never lost late. */

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { concat, isCoded, utf8 } from '@stele/base';
import { checkpointText } from '@stele/protocol';
import fc from 'fast-check';

import { FaultyDisk } from '../test/faulty-disk.ts';
import { emptyFolder } from '../test/test-node.ts';
import { CheckpointFile, readCheckpoint } from './checkpoint-file.ts';
import { checkpointTextIn, hasTornSlot, SLOT_BYTES } from './checkpoint-slots.ts';
import { openNodeDisk } from './node-disk.ts';

function signed(size: number, name = 'stele/test'): string {
  const root = new Uint8Array(32).fill(size);
  return `${checkpointText({ origin: name, size, root })}\n— ${name} AAAAAAAA\n`;
}

async function sizeOn(disk: FaultyDisk): Promise<number | undefined> {
  return (await readCheckpoint(disk))?.checkpoint.size;
}

function bytesOf(disk: FaultyDisk): Uint8Array {
  return disk.files.get('checkpoint')?.bytes ?? assert.fail('the file is there');
}

/** A disk whose file is these bytes. */
async function diskWith(bytes: Uint8Array): Promise<FaultyDisk> {
  const disk = new FaultyDisk();
  await disk.replace('checkpoint', bytes);
  return disk;
}

test('the newest is read after every write, and stands plain at the start of its slot', async () => {
  const disk = new FaultyDisk();
  assert.equal(await readCheckpoint(disk), undefined);
  const file = await CheckpointFile.begin(disk, signed(3));
  for (let size = 4; size < 12; size++) {
    await file.write(signed(size));
    assert.equal((await readCheckpoint(disk))?.text, signed(size));
    const at = size % 2 === 0 ? SLOT_BYTES : 0;
    const text = utf8(signed(size));
    assert.deepEqual(bytesOf(disk).subarray(at, at + text.length), text);
    assert.equal(bytesOf(disk).length, 2 * SLOT_BYTES);
  }
  await file.close();
});

test('any prefix of a write, over any slot, leaves the checkpoint before or the new one', async () => {
  for (const first of [8, 9]) {
    const disk = new FaultyDisk();
    const file = await CheckpointFile.begin(disk, signed(7));
    for (let size = 8; size <= first; size++) {
      await file.write(signed(size, `stele/${'n'.repeat(size)}`));
    }
    const before = bytesOf(disk).slice();
    await file.write(signed(first + 1));
    const after = bytesOf(disk);
    const at = first % 2 === 0 ? 0 : SLOT_BYTES;
    for (let length = 0; length <= SLOT_BYTES; length++) {
      const torn = before.slice();
      torn.set(after.subarray(at, at + length), at);
      const size = await sizeOn(await diskWith(torn));
      // Before its last bytes are there a slot holds nothing.
      assert.equal(size, length < SLOT_BYTES - 1 ? first : first + 1, String(length));
    }
  }
});

test('a loss of power at any moment leaves one of the two newest', async (t) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 12 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      async (writes, isSynced, choices) => {
        cases++;
        const disk = new FaultyDisk();
        const file = await CheckpointFile.begin(disk, signed(1));
        // A sync that goes on while the power goes: it has done nothing yet.
        for (let i = 0; i < writes; i++) await file.write(signed(2 + i));
        if (isSynced) await file.sync();
        const after = disk.crash((limit) => choices.next().value % limit);
        const size = (await sizeOn(after)) ?? 0;
        assert.ok(size === 1 + writes || (!isSynced && size === writes), String(size));
        const next = await CheckpointFile.begin(after, signed(50));
        await next.write(signed(51));
        assert.equal(await sizeOn(after), 51);
      },
    ),
    { numRuns: 300 },
  );
  t.diagnostic(`cases: losses of power ${String(cases)}`);
});

test('the other slot is not touched before the last write is durable', async () => {
  const disk = new FaultyDisk();
  const file = await CheckpointFile.begin(disk, signed(1));
  const changes: string[] = [];
  disk.onChange = (what) => changes.push(what);
  for (const size of [2, 3, 4]) await file.write(signed(size));
  await file.sync();
  const each = ['writing checkpoint', 'syncing checkpoint'];
  assert.deepEqual(changes, [...each, ...each, ...each]);
  disk.failSync = () => true;
  await file.write(signed(5));
  await assert.rejects(file.write(signed(6)), (error) => isCoded(error, 'STORAGE_FAILED'));
  assert.equal(await sizeOn(disk), 5);
  await file.close();
});

test('damage in both slots is refused, in one of them it is read from the other', async () => {
  const disk = new FaultyDisk();
  const file = await CheckpointFile.begin(disk, signed(1));
  await file.write(signed(2));
  const sound = bytesOf(disk);
  const spoilt = (...places: number[]): Uint8Array =>
    sound.map((byte, at) => (places.includes(at) ? byte ^ 1 : byte));
  assert.equal(hasTornSlot(sound), false);
  for (const at of [0, 20, 200, 2_000, SLOT_BYTES - 71, SLOT_BYTES - 70, SLOT_BYTES - 1]) {
    assert.equal(await sizeOn(await diskWith(spoilt(at))), 2);
    assert.equal(await sizeOn(await diskWith(spoilt(SLOT_BYTES + at))), 1);
    assert.ok(hasTornSlot(spoilt(at)) && hasTornSlot(spoilt(SLOT_BYTES + at)));
    const both = await diskWith(spoilt(at, SLOT_BYTES + at));
    await assert.rejects(readCheckpoint(both), (error) => isCoded(error, 'CHECKPOINT_DAMAGED'));
  }
  for (const bytes of [new Uint8Array(0), sound.slice(0, -1), concat(sound, Uint8Array.of(0x20))]) {
    const cut = await diskWith(bytes);
    await assert.rejects(readCheckpoint(cut), (error) => isCoded(error, 'CHECKPOINT_DAMAGED'));
  }
});

test('a bare text is read as it is, and becomes slots when the next one is signed', async () => {
  const disk = await diskWith(utf8(signed(5)));
  assert.equal(await sizeOn(disk), 5);
  assert.equal(checkpointTextIn(utf8(signed(5))), signed(5));
  await (await CheckpointFile.begin(disk, signed(6))).close();
  assert.deepEqual([await sizeOn(disk), bytesOf(disk).length], [6, 2 * SLOT_BYTES]);
  assert.equal(hasTornSlot(bytesOf(disk)), false, 'a slot that was never written is not torn');
});

test('a reader beside a writer always finds one, never an older one than before', async (t) => {
  const folder = emptyFolder(t);
  const disk = openNodeDisk(folder);
  const file = await CheckpointFile.begin(disk, signed(1));
  const path = join(folder, 'checkpoint');
  const { ino } = statSync(path);
  const over = new AbortController();
  const reading = (async () => {
    let [reads, newest] = [0, 0];
    for (; !over.signal.aborted; reads++) {
      const size = (await readCheckpoint(disk))?.checkpoint.size ?? 0;
      assert.ok(size >= newest, 'it does not go back');
      newest = size;
    }
    return reads;
  })();
  for (let size = 2; size <= 200; size++) await file.write(signed(size));
  over.abort();
  assert.ok((await reading) > 0);
  await file.close();
  assert.equal(statSync(path).ino, ino, 'it is the same file');
  assert.equal(checkpointTextIn(readFileSync(path)), signed(200));
});
