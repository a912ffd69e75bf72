/** What recovery mends by itself, and what it refuses to start with, by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded, utf8 } from '@stele/base';
import { checkpointText } from '@stele/protocol';

import { CheckpointFile } from '../storage/checkpoint-file.ts';
import { segmentOf } from '../storage/entry-log.ts';
import { SEGMENT_ENTRIES } from '../storage/layout.ts';
import { FaultyDisk } from '../test/faulty-disk.ts';
import { MemoryChain, silentLog } from '../test/memory-chain.ts';
import { MemoryState } from '../test/memory-state.ts';
import { recover, type Recovered } from './recover.ts';

interface Folder {
  readonly chain: MemoryChain;
  readonly disk: FaultyDisk;
  readonly state: MemoryState;
  readonly warnings: string[];
}

function start({ chain, disk, state, warnings }: Folder): Promise<Recovered> {
  const log = { ...silentLog, warn: (event: string) => void warnings.push(event) };
  return recover({ disk, state, chain: chain.definition, log });
}

async function commit(
  { disk }: Folder,
  { storage, kernel }: Recovered,
  block: ReturnType<MemoryChain['nextBlock']>,
): Promise<void> {
  kernel.apply(block);
  await storage.writeTruth([block]);
  await storage.writeDerived([block]);
  kernel.persisted(block.height);
  await sign(disk, block);
}

async function sign(
  disk: FaultyDisk,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<void> {
  const text = `${checkpointText({ origin: 'stele/test', size, root })}\n— stele/test AAAAAAAA\n`;
  const file = await CheckpointFile.begin(disk, text);
  await file.close();
}

/** A chain of a few signed blocks, closed well. */
async function madeFolder(blocks = 5): Promise<Folder> {
  const folder = {
    chain: new MemoryChain(),
    disk: new FaultyDisk(),
    state: new MemoryState(),
    warnings: [],
  };
  const running = await start(folder);
  await commit(folder, running, running.kernel.genesisBlock(folder.chain.setup));
  for (let i = 1; i < blocks; i++) {
    await commit(folder, running, folder.chain.nextBlock(running.kernel, 4));
  }
  await running.storage.syncDerived();
  return folder;
}

function file({ disk }: Folder, path: string): { bytes: Uint8Array } {
  return disk.files.get(path) ?? assert.fail(`${path} is there`);
}

async function failsWith(folder: Folder, code: string): Promise<Readonly<Record<string, unknown>>> {
  let data: Readonly<Record<string, unknown>> = {};
  await assert.rejects(start(folder), (error) => {
    assert.ok(isCoded(error, code), String(error));
    assert.ok((error.action ?? '').length > 10);
    data = error.data ?? {};
    return true;
  });
  return data;
}

test('a state that is missing is derived from the log alone', async () => {
  const folder = await madeFolder();
  const empty = { ...folder, state: new MemoryState() };
  const { kernel, storage } = await start(empty);
  assert.deepEqual([kernel.tip.height, storage.log.size], [4, kernel.tip.logSize]);
  assert.deepEqual(await entriesOf(empty), await entriesOf(folder));
});

async function entriesOf({ state }: Folder): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key, value] of state.range(new Uint8Array(0), Uint8Array.of(0xff))) {
    keys.push(`${Buffer.from(key).toString('hex')}=${Buffer.from(value).toString('hex')}`);
  }
  return keys;
}

const changes: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  emptied: () => new Uint8Array(0),
  cut: (bytes) => bytes.slice(0, 33),
  lengthened: (bytes) => Buffer.concat([bytes, new Uint8Array(7).fill(9)]),
  spoilt: (bytes) => bytes.map((byte, i) => (i === 70 ? byte ^ 1 : byte)),
};

test('offsets and tree that are missing, torn or wrong are made again', async () => {
  for (const [name, change] of Object.entries(changes)) {
    for (const path of ['log/000000.offsets', 'tree/0']) {
      // What is wrong inside a file of offsets of the right length is for the check to find.
      if (name === 'spoilt' && path !== 'tree/0') continue;
      const folder = await madeFolder();
      const before = file(folder, path).bytes.slice();
      file(folder, path).bytes = change(before);
      const { storage } = await start(folder);
      const after = file(folder, path).bytes;
      assert.deepEqual(Buffer.from(after), Buffer.from(before), `${path} ${name}`);
      assert.ok((await storage.log.entry(2)).length > 0);
    }
  }
});

test('entries that were signed and are missing are refused', async () => {
  const folder = await madeFolder();
  const { bytes } = file(folder, 'log/000000.entries');
  file(folder, 'log/000000.entries').bytes = bytes.slice(0, -1);
  await failsWith(folder, 'LOG_TOO_SHORT');
  await failsWith({ ...folder, state: new MemoryState() }, 'LOG_TOO_SHORT');
  folder.disk.files.delete('log/000000.entries');
  await failsWith(folder, 'LOG_TOO_SHORT');
});

test('a state that names more than the log has is refused, whatever was signed', async () => {
  const folder = await madeFolder();
  const { bytes } = file(folder, 'log/000000.entries');
  file(folder, 'log/000000.entries').bytes = bytes.slice(0, -300);
  folder.disk.files.delete('checkpoint');
  await failsWith(folder, 'LOG_TOO_SHORT');
});

test('a chain that has signed and lost its checkpoint is refused', async () => {
  const folder = await madeFolder();
  folder.disk.files.delete('checkpoint');
  await failsWith(folder, 'CHECKPOINT_MISSING');
});

test('a signed entry that is damaged is refused', async () => {
  const sound = await madeFolder();
  const { length } = file(sound, 'log/000000.entries').bytes;
  for (let at = 0; at < length; at += 37) {
    const folder = { ...sound, disk: sound.disk.survive(), state: new MemoryState() };
    const { bytes } = file(folder, 'log/000000.entries');
    file(folder, 'log/000000.entries').bytes = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    await assert.rejects(start(folder), (error) => {
      // A changed signature executes as before, so the root tells it; a changed length may end the log.
      const codes = ['LOG_DAMAGED', 'LOG_CHANGED', 'LOG_TOO_SHORT'];
      assert.ok(isCoded(error) && codes.includes(error.code), String(error));
      if (error.code !== 'LOG_DAMAGED') return true;
      return error.data?.['file'] === 'log/000000.entries';
    });
  }
});

test('a signed payload that is missing is refused with the entry it belongs to', async () => {
  const folder = { ...(await madeFolder()), state: new MemoryState() };
  const { bytes } = file(folder, 'payload/000000');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await failsWith(folder, 'LOG_DAMAGED');
});

test('another history than the signed one is refused', async () => {
  const folder = await madeFolder();
  await sign(folder.disk, { size: 9, root: new Uint8Array(32) });
  await failsWith(folder, 'LOG_CHANGED');
  await folder.disk.replace('checkpoint', utf8('no checkpoint'));
  await failsWith(folder, 'CHECKPOINT_DAMAGED');
});

test('what was never acknowledged is cut: part of an entry, of a block, bytes of nothing', async () => {
  const folder = await madeFolder();
  const { bytes } = file(folder, 'log/000000.entries');
  const running = await start(folder);
  const block = folder.chain.nextBlock(running.kernel, 4);
  await running.storage.writeTruth([block]);
  const longer = file(folder, 'log/000000.entries').bytes.slice();
  const payload = file(folder, 'payload/000000').bytes.slice();
  for (let length = bytes.length; length < longer.length; length += 61) {
    for (const tail of [new Uint8Array(0), new Uint8Array(50), new Uint8Array(50).fill(0xff)]) {
      const torn = { ...folder, disk: folder.disk.survive(), state: folder.state.survive() };
      file(torn, 'log/000000.entries').bytes = Buffer.concat([longer.subarray(0, length), tail]);
      file(torn, 'payload/000000').bytes = payload;
      const { kernel } = await start(torn);
      assert.equal(kernel.tip.height, 4);
      assert.equal(file(torn, 'log/000000.entries').bytes.length, bytes.length);
    }
  }
  const whole = await start({ ...folder, disk: folder.disk.survive() });
  assert.equal(whole.kernel.tip.height, 5);
});

test('a log whose last segment is just full goes on in the next', async () => {
  const folder = {
    chain: new MemoryChain(),
    disk: new FaultyDisk(),
    state: new MemoryState(),
    warnings: [] as string[],
  };
  const running = await start(folder);
  await commit(folder, running, running.kernel.genesisBlock(folder.chain.setup));
  const { storage, kernel } = running;
  while (storage.log.size < SEGMENT_ENTRIES) {
    const left = SEGMENT_ENTRIES - storage.log.size;
    // The last block ends with its header exactly at the border.
    const count = left > 6_000 ? 5_000 : left > 3_000 ? 2_000 : left - 1;
    const block = folder.chain.nextPlainBlock(kernel, count);
    kernel.apply(block);
    await storage.writeTruth([block]);
    // As if the machine had stopped before anything was derived of the last block.
    if (block.size === SEGMENT_ENTRIES) break;
    await storage.writeDerived([block]);
    kernel.persisted(block.height);
  }
  const again = await start(folder);
  assert.deepEqual(again.storage.log.end, { size: SEGMENT_ENTRIES, segmentBytes: 0 });
  await commit(folder, again, folder.chain.nextBlock(again.kernel, 3));
  const last = await start(folder);
  assert.equal(segmentOf(last.storage.log.size), 1);
  assert.equal(last.storage.log.size, SEGMENT_ENTRIES + 4);
  assert.deepEqual(folder.warnings, []);
});
