import assert from 'node:assert/strict';
import test from 'node:test';
import { equal, toHex } from '@stele/base';
import { leafHash, type Principal, rootOf } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import { charterFor, type Draft, person, suite, TestChain, toy } from '../test/index.ts';
import { MemoryStore, openKernel } from './index.ts';

const alice = person(1);
const contracts = [...builtinContracts, toy];

async function chainOf(): Promise<TestChain> {
  return TestChain.create({ contracts, openings: [{ person: alice, quota: 100 }] });
}

function play(actors: readonly Principal[] = [alice.principal]): Draft {
  return {
    calls: [{ contract: 'toy', method: 'play', args: [Uint8Array.of(1)], actors }],
    signers: [alice],
  };
}

test('a header continues the log and commits to its block', async () => {
  const chain = await chainOf();
  const leaves = chain.blocks.flatMap(({ leafHashes }) => leafHashes);
  await chain.run(play(), play());
  const block = chain.blocks.at(-1) ?? assert.fail();
  const { header } = block;
  assert.ok(equal(header.previousRoot, rootOf(suite.logHash, leaves)));
  assert.deepEqual([header.height, header.firstIndex], [1, leaves.length]);
  const all = [...leaves, ...block.entries.map((entry) => leafHash(suite.logHash, entry))];
  assert.equal(toHex(block.root), toHex(rootOf(suite.logHash, all)));
  assert.equal(block.size, all.length);
  const effectLeaves = block.effects.map((effect) => leafHash(suite.H, effect));
  assert.ok(equal(header.effectsRoot, rootOf(suite.H, effectLeaves)));
  assert.equal(header.suiteRoot, null);
  const { tip } = chain.kernel;
  assert.deepEqual([tip.height, tip.logSize, tip.effectCount], [1, all.length, 7]);
});

test('a block without effects has the root of nothing and the bits of before', async () => {
  const chain = await TestChain.create({ contracts, openings: [{ person: alice }] });
  const { root } = chain.kernel.liveBits;
  const refuse = { contract: 'toy', method: 'refuse', args: [], actors: [alice.principal] };
  const put = { ...refuse, method: 'put', args: [Uint8Array.of(1), 1] };
  await chain.run({ calls: [put, refuse], signers: [alice] });
  const { header, operations } = chain.blocks.at(-1) ?? assert.fail();
  assert.deepEqual([header.firstEffect, header.effectCount], [2, 0]);
  assert.ok(equal(header.effectsRoot, suite.H(new Uint8Array(0))));
  assert.ok(equal(header.liveRoot, root));
  assert.equal(operations.length, 2, 'the transaction and the tip');
});

test('a block costs one put for its effects, however many they are', async () => {
  const chain = await chainOf();
  await chain.run(...Array.from({ length: 40 }, () => play()));
  const { operations, effects } = chain.blocks.at(-1) ?? assert.fail();
  assert.equal(effects.length, 80);
  assert.equal(
    operations.length,
    40 + 1 + 1 + 1 + 1 + 1,
    'ids, the quota, effects, those that have ended, a chunk of bits, the tip',
  );
});

test('blocks are applied to the tip they were executed on', async () => {
  const chain = await chainOf();
  const [one, other] = [
    chain.execute([chain.candidate(play())]),
    chain.execute([chain.candidate(play())]),
  ];
  assert.ok(one !== undefined && other !== undefined);
  chain.kernel.apply(one);
  assert.throws(() => {
    chain.kernel.apply(one);
  }, /bug: the block was executed on this very tip/);
  assert.throws(() => {
    chain.kernel.apply(other);
  }, /bug: the block was executed on this very tip/);
  assert.throws(() => {
    chain.kernel.persisted(2);
  }, /bug: only applied blocks are persisted/);
  chain.kernel.persisted(1);
});

test('block 0 comes first', () => {
  const kernel = openKernel({
    suite,
    genesis: charterFor([]),
    store: new MemoryStore(),
    contracts,
  });
  const input = { timeMs: 1, epoch: 0, engineHeight: 0, sealed: false, candidates: [] };
  assert.throws(() => kernel.executeBlock(input), /bug: block 0 comes first/);
  assert.equal(kernel.tip.height, -1);
});

test('a kernel is opened with contracts of different names, accounts among them, and none of the kernel’s own', () => {
  const open = (all: typeof contracts) => (): unknown =>
    openKernel({ suite, genesis: charterFor([]), store: new MemoryStore(), contracts: all });
  assert.throws(open([...contracts, toy]), /bug: contracts have different names/);
  assert.throws(open([toy]), /bug: without accounts/);
  assert.throws(open([...contracts, { ...toy, name: 'chain' }]), /bug: the name "chain"/);
});

test('a closed epoch is said in the header', async () => {
  const chain = await chainOf();
  const { tip } = chain.kernel;
  const input = { timeMs: tip.timeMs + 1, epoch: 3, engineHeight: 8, sealed: true };
  const block = chain.kernel.executeBlock({ ...input, candidates: [chain.candidate(play())] });
  assert.deepEqual(
    [block?.header.epoch, block?.header.engineHeight, block?.header.sealed],
    [3, 8, true],
  );
});
