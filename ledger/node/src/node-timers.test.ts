/** Timers on a node: they fire when nobody writes, after a restart too, not while writes are refused, and the folder stays sound. */

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { builtinContracts } from '@stele/contracts';
import { TIMER_REFUSES, toy } from '@stele/kernel/test';
import { decodeEntry, decodeSystemAct, type LedgerApi, type Submission } from '@stele/protocol';

import { backupFolder } from './backup/backup-folder.ts';
import { restoreFolder } from './backup/restore-folder.ts';
import { checkFolder } from './check/check-folder.ts';
import { type LedgerNode, openNode } from './node.ts';
import type { Customer } from './test/customer.ts';
import { silentLog } from './test/memory-chain.ts';
import { MemoryFolder } from './test/memory-folder.ts';
import { TestClock } from './test/test-clock.ts';
import { customerOf, emptyFolder, openTestNode, PROVEN } from './test/test-node.ts';

const contracts = [...builtinContracts, toy];
const WAIT_MS = 5;
/** Longer than a node waits before it looks again. */
const LOOK_MS = 1_200;

interface Tried {
  readonly dataFolder: string;
  readonly clock: TestClock;
  readonly node: LedgerNode;
  readonly customer: Customer;
}

async function opened(t: TestContext): Promise<Tried> {
  const dataFolder = join(emptyFolder(t), 'node');
  const clock = new TestClock(Date.now());
  const node = await openTestNode({ dataFolder, contracts, clock });
  return { dataFolder, clock, node, customer: customerOf(dataFolder) };
}

async function reopened({ dataFolder, clock }: Tried): Promise<LedgerNode> {
  return openTestNode({ dataFolder, contracts, clock });
}

/** A transaction that schedules these keys so long after now. */
function schedules(
  { customer, clock }: Tried,
  keys: readonly number[],
  afterMs: number,
): Submission {
  const atMs = clock.nowMs() + afterMs;
  const calls = keys.map((key) => customer.call('toy', 'schedule', [atMs, Uint8Array.of(key)]));
  return customer.submit(calls);
}

async function scheduled(tried: Tried, count: number, afterMs: number): Promise<void> {
  const keys = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < count; i += 15) {
    const { code } = await tried.node.api.submit(
      schedules(tried, keys.slice(i, i + 15), afterMs),
      PROVEN,
    );
    assert.equal(code, '');
  }
}

/** Waits for a block of this height; there is nothing else to wait for when nobody submits. */
async function untilHeight(api: LedgerApi, height: number): Promise<void> {
  while ((await api.chain()).height < height) {
    await setTimeout(WAIT_MS);
  }
}

/** The timers that fired in a block: key and outcome. */
async function firedIn(api: LedgerApi, height: number): Promise<[key: number, code: string][]> {
  const { firstIndex, entryCount } = await api.block(height);
  const fired: [number, string][] = [];
  for (let index = firstIndex; index < firstIndex + entryCount; index++) {
    const entry = decodeEntry(await api.entry(index));
    if (entry.kind !== 'system') continue;
    const act = decodeSystemAct(entry.content);
    assert.ok(act.subject === 'timer');
    fired.push([act.key[0] ?? -1, entry.outcome.code]);
  }
  return fired;
}

async function heightOf({ api }: LedgerNode): Promise<number> {
  return (await api.chain()).height;
}

test('on an idle chain a timer fires when its time has come, in a block of its own', async (t) => {
  const tried = await opened(t);
  const { node, clock } = tried;
  await node.api.submit(schedules(tried, [3, TIMER_REFUSES], 40), PROVEN);
  const height = await heightOf(node);
  await setTimeout(100);
  assert.equal(await heightOf(node), height, 'the process’s time is not the chain’s');
  clock.advance(40);
  await untilHeight(node.api, height + 1);
  const block = await node.api.block(height + 1);
  assert.deepEqual([block.entryCount, block.transactions], [3, []]);
  assert.deepEqual(await firedIn(node.api, height + 1), [
    [3, ''],
    [TIMER_REFUSES, 'TOY_REFUSED'],
  ]);
  assert.equal((await node.api.chain()).logSize, block.firstIndex + block.entryCount);
});

test('more than a block may fire do not wait for anybody either', async (t) => {
  const tried = await opened(t);
  await scheduled(tried, 150, 40);
  const height = await heightOf(tried.node);
  tried.clock.advance(40);
  await untilHeight(tried.node.api, height + 3);
  const counts = await Promise.all(
    [1, 2, 3].map(async (more) => (await firedIn(tried.node.api, height + more)).length),
  );
  assert.deepEqual(counts, [64, 64, 22]);
});

test('what fell due while the node was away fires when it is back', async (t) => {
  const tried = await opened(t);
  await tried.node.api.submit(schedules(tried, [3], 5_000), PROVEN);
  const height = await heightOf(tried.node);
  await tried.node.close();
  tried.clock.advance(60_000);
  const { api } = await reopened(tried);
  await untilHeight(api, height + 1);
  assert.deepEqual(await firedIn(api, height + 1), [[3, '']]);
});

test('no block is made for a timer while writes are refused, and one is afterwards', async (t) => {
  const folder = new MemoryFolder();
  const clock = new TestClock(Date.now());
  const floor = { share: 1, bytes: 1_000_000 };
  const node = await openNode(
    {
      dataFolder: 'memory',
      log: silentLog,
      clock,
      contracts,
      verifierThreads: 0,
      spaceFloors: { warn: floor, refuse: floor },
    },
    folder.open,
  );
  t.after(() => node.close());
  const tried = { dataFolder: 'memory', clock, node, customer: await folder.customer() };
  await node.api.submit(schedules(tried, [3], 2_000), PROVEN);
  const height = await heightOf(node);
  folder.disk.sizeBytes = 10_000_000;
  folder.disk.capacityBytes = 10;
  await untilRefused(tried, 'STORAGE_LOW');
  clock.advance(2_000);
  await setTimeout(LOOK_MS);
  assert.equal(await heightOf(node), height);
  folder.disk.capacityBytes = Infinity;
  clock.advance(LOOK_MS);
  await untilHeight(node.api, height + 1);
  assert.deepEqual(await firedIn(node.api, height + 1), [[3, '']]);
});

test('a folder with timers is sound, derives its state again, and comes back from a backup', async (t) => {
  const tried = await opened(t);
  const { dataFolder, clock, customer } = tried;
  const { api } = tried.node;
  await scheduled(tried, 70, 40);
  await api.submit(schedules(tried, [200], 90_000), PROVEN);
  const sale = customer.call('toy', 'sell', [Uint8Array.of(9), ['red', 'blue']]);
  const takeBack = customer.call('toy', 'take-back', [Uint8Array.of(9), ['red']]);
  await api.submit(customer.submit([sale]), PROVEN);
  const height = await heightOf(tried.node);
  clock.advance(40);
  await untilHeight(api, height + 2);
  await api.submit(customer.submit([takeBack]), PROVEN);
  const backup = join(dataFolder, '..', 'backup');
  await backupFolder({ dataFolder, backupFolder: backup, clock });
  await tried.node.close();

  await isSound(dataFolder);
  rmSync(join(dataFolder, 'state'), { recursive: true });
  const again = await reopened(tried);
  clock.advance(100_000);
  await untilHeight(again.api, height + 4);
  assert.deepEqual(await firedIn(again.api, height + 4), [[200, '']]);
  await again.close();
  await isSound(dataFolder);

  const restored = join(dataFolder, '..', 'restored');
  await restoreFolder({
    backupFolder: backup,
    dataFolder: restored,
    contracts,
    clock,
    log: silentLog,
  });
  const back = await openTestNode({ dataFolder: restored, contracts, clock });
  await untilHeight(back.api, height + 5);
  assert.deepEqual(await firedIn(back.api, height + 5), [[200, '']], 'after the lineage’s block');
  await back.close();
  await isSound(restored);
});

async function isSound(dataFolder: string): Promise<void> {
  const { damage } = await checkFolder(dataFolder, { contracts, verifierThreads: 0 });
  assert.equal(damage, undefined);
}

/** The disk is looked at now and then. */
async function untilRefused({ node, clock }: Tried, code: string): Promise<void> {
  while (node.refusal?.code !== code) {
    clock.advance(100);
    await setTimeout(WAIT_MS);
  }
}
