import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import type { Payload } from '@stele/protocol';

import { FaultyDisk } from '../test/faulty-disk.ts';
import { PayloadFiles } from './payload-files.ts';
import { decodeRecord, frameRecord } from './payload-record.ts';
import { StoredPayloads } from './stored-payloads.ts';
import { walkedPayload } from './walked-record.ts';

const START = { file: 0, length: 0 };
const items: Payload = { kind: 'items', items: [Uint8Array.of(1, 2), Uint8Array.of(3)] };
const blob: Payload = { kind: 'blob', bytes: new Uint8Array(100).fill(7) };

async function readAll(disk: FaultyDisk): Promise<number[]> {
  const stored = new StoredPayloads(disk, START);
  const indexes: number[] = [];
  for (;;) {
    const record = await stored.peek();
    if (record === undefined) return indexes;
    indexes.push(record.index);
    stored.take();
  }
}

test('records are read back by place and in order, over files that are full', async () => {
  const disk = new FaultyDisk();
  const files = new PayloadFiles(disk, START, { fileBytes: 150 });
  const records = Array.from({ length: 7 }, (_, i) => ({
    index: 10 * i,
    payloads: i % 2 === 0 ? [items, blob] : [items],
  }));
  const places = [
    ...(await files.append(records.slice(0, 3))),
    ...(await files.append(records.slice(3))),
  ];
  await files.sync();
  assert.ok((await disk.list('payload')).length > 1);
  for (const [i, { index, place }] of places.entries()) {
    assert.equal(index, records[i]?.index);
    const { payloads } = await files.read(index, place);
    assert.deepEqual(payloads.map(walkedPayload), records[i]?.payloads);
  }
  assert.deepEqual(
    await readAll(disk),
    records.map(({ index }) => index),
  );
});

test('a group of records is one write and one sync a file', async () => {
  const disk = new FaultyDisk();
  const files = new PayloadFiles(disk, START);
  await files.append([{ index: 0, payloads: [items] }]);
  await files.sync();
  const changes: string[] = [];
  disk.onChange = (what) => changes.push(what);
  await files.append(Array.from({ length: 64 }, (_, i) => ({ index: i + 1, payloads: [items] })));
  await files.sync();
  assert.deepEqual(changes, ['writing payload/000000', 'syncing payload/000000']);
  assert.equal((await readAll(disk)).length, 65);
});

test('a full disk takes a group back, over the border of files too', async () => {
  const disk = new FaultyDisk();
  const files = new PayloadFiles(disk, START, { fileBytes: 150 });
  await files.append([{ index: 1, payloads: [blob] }]);
  files.commit();
  disk.capacityBytes = 300;
  const more = [2, 3, 4].map((index) => ({ index, payloads: [blob] }));
  await assert.rejects(files.append(more), (error) => isCoded(error, 'STORAGE_FULL'));
  await files.cutBack();
  assert.deepEqual(await readAll(disk), [1]);
  assert.deepEqual(await disk.list('payload'), ['000000']);
  disk.capacityBytes = Infinity;
  await files.append(more);
  assert.deepEqual(await readAll(disk), [1, 2, 3, 4]);
});

test('a record that is not what was written is damage', async () => {
  const disk = new FaultyDisk();
  const files = new PayloadFiles(disk, START);
  const [first] = await files.append([
    { index: 5, payloads: [items] },
    { index: 6, payloads: [items] },
  ]);
  assert.ok(first !== undefined);
  const damaged = (place: typeof first.place, index = 5): Promise<void> =>
    assert.rejects(files.read(index, place), (error) => isCoded(error, 'PAYLOAD_DAMAGED'));
  await damaged({ ...first.place, offset: 3 });
  await damaged({ ...first.place, offset: 1_000 });
  await damaged({ ...first.place, length: 3_000_000_000 });
  await damaged(first.place, 6);
  disk.files.get('payload/000000')?.bytes.fill(0xff, 4, 6);
  await damaged(first.place);
});

test('a record has one form', () => {
  const framed = frameRecord({ index: 3, payloads: [items, blob] });
  assert.equal(new DataView(framed.buffer).getUint32(0), framed.length - 4);
  assert.deepEqual(decodeRecord(framed.subarray(4)), { index: 3, payloads: [items, blob] });
  for (const bytes of ['', '80', '820380', '8203818080', '820381414100']) {
    assert.throws(
      () => decodeRecord(Buffer.from(bytes, 'hex')),
      (error) => isCoded(error, 'PAYLOAD_RECORD_MALFORMED'),
    );
  }
});
