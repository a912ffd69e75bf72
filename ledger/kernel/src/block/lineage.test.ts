import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import {
  decodeEntry,
  decodeSystemAct,
  encodeEntry,
  encodeSystemAct,
  originOf,
  type SystemAct,
} from '@stele/protocol';
import { person, stored, suite, TestChain } from '../../test/index.ts';
import { type Block, type Kernel, MemoryStore, openKernel } from '../index.ts';

const [alice, bob] = [person(1), person(2)];

const openBob = {
  calls: [
    {
      contract: 'accounts',
      method: 'set-quota',
      args: [bob.account, 5],
      actors: [alice.principal],
    },
  ],
  signers: [alice],
};

async function chainOfTwo(): Promise<TestChain> {
  const openings = [{ person: alice, administrator: true }, { person: bob }];
  const chain = await TestChain.create({ contracts: builtinContracts, openings });
  assert.deepEqual(await chain.run(openBob), ['']);
  return chain;
}

function actIn(block: Block): SystemAct {
  const [first] = block.entries;
  assert.ok(first !== undefined);
  return decodeSystemAct(decodeEntry(first).content);
}

/** A kernel that has derived all blocks but the last. */
function before(chain: TestChain): Kernel {
  const { genesis } = chain;
  const kernel = openKernel({
    suite,
    genesis,
    store: new MemoryStore(),
    contracts: builtinContracts,
  });
  for (const block of chain.blocks.slice(0, -1)) kernel.apply(kernel.rederive(stored(block)));
  return kernel;
}

void test('a lineage begins with what was kept, and the chain goes on', async () => {
  const chain = await chainOfTwo();
  const { kernel } = chain;
  const { logSize, logRange, epoch, timeMs } = kernel.tip;
  const root = logRange.root();
  assert.equal(kernel.lineage, 0);
  const block = kernel.lineageBlock({ reason: 'a disk was lost', timeMs: timeMs - 5 });
  await chain.take(block);
  const { fingerprint } = kernel.identity;
  const oldOrigin = originOf(fingerprint);
  assert.deepEqual(actIn(block), {
    subject: 'lineage',
    oldOrigin,
    size: logSize,
    root,
    reason: 'a disk was lost',
  });
  assert.equal(block.entries.length, 2);
  assert.equal(block.header.timeMs, timeMs + 1, 'time goes on, whatever the clock says');
  assert.deepEqual([block.header.epoch, block.header.engineHeight], [epoch + 1, 0]);
  assert.deepEqual(block.header.previousRoot, root);
  assert.equal(kernel.lineage, 1);
  assert.equal(chain.reopened().lineage, 1, 'it is in the state');
  assert.deepEqual(await chain.run(openBob), [''], 'transactions go on');
  await chain.take(kernel.lineageBlock({ reason: 'again', timeMs: 0 }));
  const second = chain.blocks.at(-1);
  assert.ok(second !== undefined);
  const act = actIn(second);
  assert.ok(act.subject === 'lineage');
  assert.equal(act.oldOrigin, originOf(fingerprint, 1));
  assert.equal(kernel.lineage, 2);
});

void test('a lineage is derived again like any other block', async () => {
  const chain = await chainOfTwo();
  await chain.take(chain.kernel.lineageBlock({ reason: '磁盘损坏', timeMs: 0 }));
  const [last] = chain.blocks.slice(-1);
  const kernel = before(chain);
  assert.ok(last !== undefined);
  kernel.apply(kernel.rederive(stored(last)));
  assert.equal(kernel.lineage, 1);
  assert.deepEqual(kernel.tip.logRange.root(), chain.kernel.tip.logRange.root());
});

void test('an origin, size or root of somebody’s own does not derive', async () => {
  const chain = await chainOfTwo();
  await chain.take(chain.kernel.lineageBlock({ reason: 'lost', timeMs: 0 }));
  const [last] = chain.blocks.slice(-1);
  assert.ok(last !== undefined);
  const [first, header] = last.entries;
  assert.ok(first !== undefined && header !== undefined);
  const entry = decodeEntry(first);
  const act = actIn(last);
  assert.ok(entry.kind === 'system' && act.subject === 'lineage');
  const forgeries: readonly Partial<typeof act>[] = [
    { oldOrigin: originOf(chain.kernel.identity.fingerprint, 1) },
    { oldOrigin: 'stele/00' },
    { size: act.size + 1 },
    { root: new Uint8Array(32) },
    { reason: '' },
    { reason: 'x'.repeat(401) },
  ];
  for (const forged of forgeries) {
    const content = encodeSystemAct({ ...act, ...forged });
    const entries = [encodeEntry({ ...entry, content }), header];
    assert.throws(
      () => before(chain).rederive({ entries, payloads: new Map(), trusted: true }),
      (error) => isCoded(error, 'DERIVATION_MISMATCH'),
      JSON.stringify(forged),
    );
  }
});

void test('a reason is a sentence: neither nothing nor a book', async () => {
  const { kernel } = await chainOfTwo();
  for (const reason of ['', 'x'.repeat(401), '字'.repeat(134)]) {
    assert.throws(
      () => kernel.lineageBlock({ reason, timeMs: 0 }),
      (error) => isCoded(error, 'LINEAGE_REASON_SIZE'),
    );
  }
  assert.equal(kernel.lineageBlock({ reason: 'x'.repeat(400), timeMs: 0 }).entries.length, 2);
});
