/** What a node does when its world misbehaves: full disk, failing device, wrong clock, a bug of a contract. */

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { type CodedError, isCoded } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { defineContract } from '@stele/kernel/contract';
import { type Submission, type SubmitResult, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { type LedgerNode, type NodeOptions, openNode } from './node.ts';
import { storageFailed, storageFull } from './storage/storage-errors.ts';
import { Customer } from './test/customer.ts';
import { silentLog } from './test/memory-chain.ts';
import { MemoryFolder } from './test/memory-folder.ts';
import { TestClock } from './test/test-clock.ts';

const PROVEN = { wait: 'proven', timeoutMs: 5_000 } as const;

interface Tried {
  readonly node: LedgerNode;
  readonly folder: MemoryFolder;
  readonly clock: TestClock;
  readonly customer: Customer;
  readonly failures: CodedError[];
}

async function openMemoryNode(
  t: TestContext,
  options: Partial<NodeOptions> & { readonly folder?: MemoryFolder } = {},
): Promise<Tried> {
  const folder = options.folder ?? new MemoryFolder();
  const clock = (options.clock as TestClock | undefined) ?? new TestClock();
  const failures: CodedError[] = [];
  const node = await openNode(
    {
      dataFolder: 'memory',
      log: silentLog,
      clock,
      verifierThreads: 0,
      resumeFreeBytes: 100_000,
      failed: (error) => failures.push(error),
      ...options,
    },
    folder.open,
  );
  t.after(() => node.close());
  const signer = await folder.customer();
  const customer = new Customer(
    {
      suite: signer.chain.suite,
      genesis: (await folder.disk.read('genesis')) ?? new Uint8Array(0),
    },
    signer.signer,
    signer.account,
    () => clock.nowMs(),
  );
  return { node, folder, clock, customer, failures };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return '';
  } catch (error) {
    assert.ok(isCoded(error), String(error));
    return error.code;
  }
}

function fillDisk({ folder }: Tried, room: number): void {
  const used = [...folder.disk.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  folder.disk.capacityBytes = used + room;
}

test('a full disk refuses cleanly, reads go on, and writes come back by themselves', async (t) => {
  const tried = await openMemoryNode(t);
  const { node, folder, clock, customer, failures } = tried;
  const { api } = node;
  const kept = await api.submit(customer.record(), PROVEN);
  const before = await api.chain();
  fillDisk(tried, 300);
  const refused: Submission[] = [customer.record(), customer.batch(3), customer.record()];
  for (const submission of refused) {
    assert.equal(await codeOf(api.submit(submission, PROVEN)), 'STORAGE_FULL');
  }
  assert.equal(node.refusal?.code, 'STORAGE_FULL');
  assert.equal(node.refusal.retryable, true);
  assert.deepEqual(await api.chain(), before);
  assert.equal((await api.transaction(kept.id)).status, 'proven');
  assert.ok((await api.receipt(kept.id)).length > 0);
  folder.disk.capacityBytes = Infinity;
  // Asked again too soon, a full disk is still full.
  assert.equal(await codeOf(api.submit(customer.record(), PROVEN)), 'STORAGE_FULL');
  clock.advance(1_001);
  for (const submission of refused) {
    const result = await api.submit(submission, PROVEN);
    assert.deepEqual([result.code, result.replayed], ['', undefined]);
  }
  assert.equal(node.refusal, undefined);
  assert.deepEqual(failures, []);
});

test('a disk that is full again while the node opens its files is tried again, by readers too', async (t) => {
  const tried = await openMemoryNode(t);
  const { node, folder, clock, customer, failures } = tried;
  const { api } = node;
  const kept = await api.submit(customer.record(), PROVEN);
  fillDisk(tried, 300);
  const refused = customer.record();
  assert.equal(await codeOf(api.submit(refused, PROVEN)), 'STORAGE_FULL');
  folder.disk.capacityBytes = Infinity;
  folder.onReopen = () => {
    throw storageFull();
  };
  for (let attempt = 0; attempt < 3; attempt++) {
    clock.advance(1_001);
    assert.equal(await codeOf(api.submit(refused, PROVEN)), 'STORAGE_FULL');
    assert.equal(
      await codeOf(api.transaction(kept.id)),
      'STORAGE_FULL',
      'and no closed file is read',
    );
  }
  folder.onReopen = () => undefined;
  clock.advance(1_001);
  assert.equal((await api.transaction(kept.id)).status, 'proven');
  assert.equal((await api.submit(refused, PROVEN)).code, '');
  assert.deepEqual([node.refusal, failures], [undefined, []]);
});

test('whatever of a group a full disk had room for, nothing of it is left', async (t) => {
  for (let room = 0; room < 3_000; room += 97) {
    const tried = await openMemoryNode(t);
    const { node, folder, clock, customer } = tried;
    await node.api.submit(customer.record(), PROVEN);
    fillDisk(tried, room);
    const submissions = [customer.batch(2), customer.record(), customer.record()];
    const results = await node.api.submitMany(submissions, PROVEN);
    const codes = new Set(
      results.map((one) => (one.status === 'rejected' ? one.code : one.status)),
    );
    assert.equal(codes.size, 1, `${[...codes].join()} with room for ${String(room)}`);
    folder.disk.capacityBytes = Infinity;
    clock.advance(2_000);
    const again = (await node.api.submitMany(submissions, PROVEN)) as SubmitResult[];
    assert.deepEqual(
      new Set(again.map(({ status, code }) => `${status}${String(code)}`)),
      new Set(['proven']),
    );
    const [isRefused, isUnknown] = [codes.has('STORAGE_FULL'), codes.has('accepted')];
    assert.ok(isRefused || isUnknown || codes.has('proven'));
    if (isRefused) assert.ok(again.every(({ replayed }) => replayed === undefined));
    if (isUnknown) assert.ok(again.every(({ replayed }) => replayed === true));
    await node.close();
    const reopened = await openMemoryNode(t, { folder, clock });
    assert.equal((await reopened.node.api.transaction(again[0]?.id ?? '')).status, 'proven');
    await reopened.node.close();
  }
});

test('a disk that runs full under load stops nothing but writes', async (t) => {
  const tried = await openMemoryNode(t);
  const { node, folder, clock, customer, failures } = tried;
  fillDisk(tried, 20_000);
  const submissions = Array.from({ length: 400 }, () => customer.record());
  const results = await Promise.all(
    submissions.map(async (submission, i) => {
      for (let turn = 0; turn < i % 40; turn++) await setImmediate();
      return node.api.submitMany([submission], PROVEN);
    }),
  );
  const codes = results.flat().map((one) => (one.status === 'rejected' ? one.code : one.status));
  assert.ok(codes.includes('STORAGE_FULL') && codes.includes('proven'));
  assert.deepEqual(failures, []);
  folder.disk.capacityBytes = Infinity;
  clock.advance(2_000);
  const again = (await node.api.submitMany(submissions, PROVEN)) as SubmitResult[];
  again.forEach(({ status, replayed }, i) => {
    // What was told as accepted may have been on the disk already.
    assert.deepEqual(
      [status, replayed === true],
      ['proven', codes[i] !== 'STORAGE_FULL'],
      codes[i],
    );
  });
});

test('a state that cannot be written is made again; nobody is told more than is known', async (t) => {
  const { node, folder, clock, customer } = await openMemoryNode(t);
  folder.state.failure = storageFull();
  const submission = customer.record();
  const unknown = await node.api.submit(submission, PROVEN);
  assert.equal(unknown.status, 'accepted');
  assert.equal(node.refusal?.code, 'STORAGE_FULL');
  folder.state.failure = undefined;
  clock.advance(2_000);
  const found = await node.api.submit(submission, PROVEN);
  assert.deepEqual([found.status, found.replayed, found.code], ['proven', true, '']);
});

test('a sync that fails stops the node for good, and it is never tried again', async (t) => {
  for (const file of ['log/000000.entries', 'payload/000000', 'checkpoint']) {
    const { node, folder, clock, customer, failures } = await openMemoryNode(t);
    await node.api.submit(customer.record(), PROVEN);
    let failed = 0;
    folder.disk.failSync = (path) => path === file && ++failed === 1;
    // A checkpoint is synced behind the answers it is in: the next one is not signed.
    if (file === 'checkpoint') await node.api.submit(customer.record(), PROVEN);
    const submission = file.startsWith('payload') ? customer.batch(2) : customer.record();
    const result = await node.api.submit(submission, PROVEN);
    assert.equal(result.status, 'accepted', 'what reached the disk is unknown');
    assert.equal(failed, 1);
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['STORAGE_FAILED'],
    );
    clock.advance(60_000);
    assert.equal(await codeOf(node.api.submit(customer.record(), PROVEN)), 'STORAGE_FAILED');
    assert.equal(failed, 1);
    await node.close();
  }
});

test('a device that fails while writing stops the node, and the next start is whole', async (t) => {
  const { node, folder, clock, customer, failures } = await openMemoryNode(t);
  const kept = await node.api.submit(customer.record(), PROVEN);
  folder.disk.failWrite = (path) => path === 'log/000000.entries';
  await node.api.submitMany([customer.record(), customer.record()], PROVEN);
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['STORAGE_FAILED'],
  );
  await node.close();
  folder.disk.failWrite = () => false;
  const again = await openMemoryNode(t, { folder, clock });
  assert.equal((await again.node.api.transaction(kept.id)).status, 'proven');
  assert.equal((await again.node.api.submit(customer.record(), PROVEN)).code, '');
});

test('a state that fails otherwise than by being full stops the node', async (t) => {
  const { node, folder, customer, failures } = await openMemoryNode(t);
  folder.state.failure = storageFailed('writing state', 'a fault of the test');
  assert.equal((await node.api.submit(customer.record(), PROVEN)).status, 'accepted');
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['STORAGE_FAILED'],
  );
  folder.state.failure = undefined;
});

test('a clock far behind the last block takes no writes until it is right', async (t) => {
  const { node, clock, customer } = await openMemoryNode(t);
  await node.api.submit(customer.record(), PROVEN);
  clock.wallMs -= 14_000;
  assert.equal((await node.api.submit(customer.record(), PROVEN)).code, '');
  clock.wallMs -= 1_500;
  const refused = node.api.submit(customer.record(), PROVEN);
  await assert.rejects(refused, (error) => {
    assert.ok(isCoded(error, 'CLOCK_BEHIND'));
    assert.equal(error.retryable, true);
    assert.match(error.message, /2025-10-09T08:53:04.*2025-10-09T08:53:20/);
    return true;
  });
  assert.equal(node.refusal?.code, 'CLOCK_BEHIND');
  assert.equal((await node.api.chain()).height, 2);
  clock.wallMs += 2_000;
  assert.equal((await node.api.submit(customer.record(), PROVEN)).code, '');
});

test('block time goes on while the clock is set back a little', async (t) => {
  const { node, clock, customer } = await openMemoryNode(t);
  const first = await node.api.submit(customer.record(), PROVEN);
  clock.wallMs -= 5_000;
  const second = await node.api.submit(customer.record(), PROVEN);
  assert.ok(Date.parse(second.committedAt ?? '') > Date.parse(first.committedAt ?? ''));
  const { verdict } = verifyReceipt(await node.api.receipt(second.id), {
    crypto: nodeCrypto,
    trusted: [customer.chain.fingerprint],
  });
  assert.equal(verdict, 'valid');
});

test('a statement is renewed before it ends, at start and while running, and receipts stay valid', async (t) => {
  const { node, folder, clock, customer } = await openMemoryNode(t);
  const first = await node.api.submit(customer.record(), PROVEN);
  const before = await folder.disk.read('statement');
  clock.advance(336 * 86_400_000);
  const second = await node.api.submit(customer.record(), PROVEN);
  const renewed = await folder.disk.read('statement');
  assert.notDeepEqual(renewed, before);
  for (const { id } of [first, second]) {
    const { verdict } = verifyReceipt(await node.api.receipt(id), {
      crypto: nodeCrypto,
      trusted: [customer.chain.fingerprint],
    });
    assert.equal(verdict, 'valid');
  }
  await node.close();
  clock.advance(336 * 86_400_000);
  const again = await openMemoryNode(t, { folder, clock });
  assert.notDeepEqual(await folder.disk.read('statement'), renewed);
  const { verdict } = verifyReceipt(await again.node.api.receipt(first.id), {
    crypto: nodeCrypto,
    trusted: [customer.chain.fingerprint],
  });
  assert.equal(verdict, 'valid');
});

test('more than the queue takes is refused as busy, and may be sent again', async (t) => {
  const { node, customer } = await openMemoryNode(t);
  const submissions = Array.from({ length: 14 }, () =>
    customer.submit([customer.call('evidence', 'batch', [new Uint8Array(16), 0])], {
      payloads: [{ kind: 'blob', bytes: new Uint8Array(1_500_000) }],
    }),
  );
  const results = await node.api.submitMany(submissions, PROVEN);
  const busy = results.filter((one) => one.status === 'rejected' && one.code === 'BUSY');
  assert.ok(busy.length > 0 && busy.length < 14, `${String(busy.length)} of 14`);
});

test('a bug in a contract stops the node before anything of its block is written', async (t) => {
  const broken = defineContract({
    name: 'broken',
    codes: [],
    tables: [],
    methods: {
      run: {
        args: {},
        summary: { en: 'Break', 'zh-CN': '崩溃' },
        run: () => {
          throw new TypeError('a bug of the test');
        },
      },
    },
  });
  const { node, folder, customer, failures } = await openMemoryNode(t, {
    contracts: [...builtinContracts, broken],
  });
  const kept = await node.api.submit(customer.record(), PROVEN);
  const before = (await folder.disk.read('log/000000.entries'))?.length;
  const bug = customer.submit([customer.call('broken', 'run', [])]);
  const results = await node.api.submitMany([customer.record(), bug], PROVEN);
  assert.deepEqual(
    results.map((one) => one.status === 'rejected' && one.code),
    ['NODE_FAILED', 'NODE_FAILED'],
  );
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['NODE_FAILED'],
  );
  assert.equal((await folder.disk.read('log/000000.entries'))?.length, before);
  assert.equal((await node.api.transaction(kept.id)).status, 'proven');
});
