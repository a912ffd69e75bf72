import assert from 'node:assert/strict';
import { test } from 'node:test';

import { concat, isCoded, type Log, toHex } from '@stele/base';
import { inspectTransaction } from '@stele/protocol';
import fc from 'fast-check';

import { INBOX_COUNT_MAX, INBOX_SHARE_COUNT_MAX } from '../../limits.ts';
import { FaultyDisk } from '../../test/faulty-disk.ts';
import { MADE_MS, MemoryChain, silentLog } from '../../test/memory-chain.ts';
import { Inbox } from './inbox.ts';
import { encodePending, pendingPath, type PendingTransaction } from './pending-file.ts';

const chain = new MemoryChain();
const { identity } = chain;

function pendingOf(by = 'key 1', handedInMs = MADE_MS): PendingTransaction {
  const { tx, payloads } = chain.submission();
  const { id, transaction } = inspectTransaction(identity, tx, payloads);
  const { body, content, signatures } = transaction;
  return { id: toHex(id), body, content, signatures, payloads, by, handedInMs };
}

function open(disk: FaultyDisk, log: Log = silentLog): Promise<Inbox> {
  return Inbox.open(disk, identity, log);
}

function keep(inbox: Inbox, pending: PendingTransaction): Promise<PendingTransaction> {
  return inbox.put(pending.id, () => pending);
}

test('what is kept is there after a restart, in the order in which it was handed in', async () => {
  const disk = new FaultyDisk();
  const inbox = await open(disk);
  const [late, early, gone] = [pendingOf('a', 3), pendingOf('b', 1), pendingOf('a', 2)];
  for (const one of [late, early, gone]) await keep(inbox, one);
  await inbox.remove(gone.id);
  await inbox.remove(gone.id);
  for (const after of [disk.survive(), disk.crash(() => 0)]) {
    const again = await open(after);
    assert.deepEqual(again.all(), [early, late]);
    assert.deepEqual(again.get(late.id), late);
    assert.equal(again.get(gone.id), undefined);
  }
});

test('wherever a machine stops, the inbox is as before a change or after it', async () => {
  const [first, second] = [pendingOf('a', 1), pendingOf('a', 2)];
  const changes = async (inbox: Inbox): Promise<void> => {
    await keep(inbox, first);
    await keep(inbox, second);
    await keep(inbox, { ...first, by: 'b' });
    await inbox.remove(second.id);
  };
  const states = [
    [],
    [first],
    [first, second],
    [{ ...first, by: 'b' }, second],
    [{ ...first, by: 'b' }],
  ];
  let stops = 0;
  for (let stopAt = 0; ; stopAt++) {
    const disk = new FaultyDisk();
    let left = stopAt;
    disk.onChange = () => {
      if (left-- === 0) throw new DOMException('the machine stops here', 'AbortError');
    };
    const outcome = await changes(await open(disk)).then(
      () => 'done',
      () => 'stopped',
    );
    const after = await open(disk.crash(() => 0));
    assert.ok(
      states.some((state) => JSON.stringify(state) === JSON.stringify(after.all())),
      `stopped before change ${String(stopAt)}`,
    );
    if (outcome === 'done') break;
    stops++;
  }
  assert.equal(stops, 4, 'each change is one change of the disk');
});

test('a disk that is full or fails keeps nothing half, and the inbox goes on', async () => {
  const disk = new FaultyDisk();
  const inbox = await open(disk);
  const [first, second] = [pendingOf(), pendingOf()];
  await keep(inbox, first);
  disk.capacityBytes = 100;
  await assert.rejects(keep(inbox, second), (error) => isCoded(error, 'STORAGE_FULL'));
  disk.capacityBytes = Infinity;
  disk.failSync = () => true;
  await assert.rejects(keep(inbox, second), (error) => isCoded(error, 'STORAGE_FAILED'));
  disk.failSync = () => false;
  assert.deepEqual(inbox.all(), [first]);
  await keep(inbox, second);
  assert.equal((await open(disk.survive())).all().length, 2);
});

test('of changes at once none is lost', async () => {
  const disk = new FaultyDisk();
  const inbox = await open(disk);
  const pending = pendingOf();
  await keep(inbox, pending);
  const times = Array.from({ length: 20 }, (_, i) => i);
  await Promise.all(
    times.map(() =>
      inbox.put(pending.id, (now) => ({ ...pending, handedInMs: (now?.handedInMs ?? 0) + 1 })),
    ),
  );
  assert.equal(inbox.get(pending.id)?.handedInMs, MADE_MS + times.length);
  const [reopened] = (await open(disk.survive())).all();
  assert.equal(reopened?.handedInMs, MADE_MS + times.length);
});

test('nobody takes more than a share, and all together no more than there is room for', async () => {
  const inbox = await open(new FaultyDisk());
  const template = pendingOf();
  let made = 0;
  const next = (by: string): PendingTransaction => {
    return { ...template, by, id: String(++made).padStart(64, '0') };
  };
  const own = next('greedy');
  await keep(inbox, own);
  for (let i = 1; i < INBOX_SHARE_COUNT_MAX; i++) await keep(inbox, next('greedy'));
  await assert.rejects(keep(inbox, next('greedy')), (error) => isCoded(error, 'INBOX_SHARE_FULL'));
  await keep(inbox, { ...own, handedInMs: 0 });
  await keep(inbox, next('modest'));
  const others = INBOX_COUNT_MAX - inbox.all().length;
  for (let i = 0; i < others; i++) await keep(inbox, next(`other ${String(i % 20)}`));
  await assert.rejects(keep(inbox, next('modest')), (error) => isCoded(error, 'INBOX_FULL'));
  await inbox.remove(own.id);
  await keep(inbox, next('modest'));
});

test('a share is bounded in bytes too', async () => {
  const inbox = await open(new FaultyDisk());
  const large = (): PendingTransaction => {
    const bytes = new Uint8Array(1_400_000);
    return { ...pendingOf('greedy'), payloads: [{ kind: 'blob', bytes }] };
  };
  for (let i = 0; i < 5; i++) await keep(inbox, large());
  await assert.rejects(keep(inbox, large()), (error) => isCoded(error, 'INBOX_SHARE_FULL'));
});

test('a file that was changed is told of and removed; the others stay', async () => {
  const good = pendingOf();
  const bytes = encodePending(good);
  const other = encodePending(pendingOf());
  const warned: unknown[] = [];
  const log = { ...silentLog, warn: (_: string, fields?: object) => void warned.push(fields) };
  const foreign = new MemoryChain(2).submission();
  assert.ok(foreign.tx.length > 0);
  const files: readonly (readonly [name: string, content: Uint8Array])[] = [
    ['00'.repeat(32), bytes],
    [`${good.id}.new`, bytes],
    ['README', new Uint8Array(3)],
    ['11'.repeat(32), new Uint8Array(0)],
    ['22'.repeat(32), other.subarray(0, 40)],
  ];
  const disk = new FaultyDisk();
  await disk.replace(pendingPath(good.id), bytes);
  for (const [name, content] of files) await disk.replace(pendingPath(name), content);
  const inbox = await open(disk, log);
  assert.deepEqual(inbox.all(), [good]);
  assert.equal(warned.length, files.length);
  assert.deepEqual([...disk.files.keys()], [pendingPath(good.id)]);
});

test('whatever byte of a file changes, it is no transaction', async () => {
  const good = pendingOf();
  const bytes = encodePending(good);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const disk = new FaultyDisk();
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ by;
      await disk.replace(pendingPath(good.id), changed);
      assert.deepEqual((await open(disk)).all(), []);
    }),
    { numRuns: 300 },
  );
  const disk = new FaultyDisk();
  await disk.replace(pendingPath(good.id), concat(bytes, Uint8Array.of(0)));
  assert.deepEqual((await open(disk)).all(), []);
});
