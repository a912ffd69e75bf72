import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import { decodeEntry, encodeEntry, encodeItem, type Entry, type Payload } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import { type Draft, numbered, person, stored, suite, TestChain } from '../../test/index.ts';
import { type Block, type Kernel, MemoryStore, openKernel, type StoredBlock } from '../index.ts';

const [alice, bob] = [person(1), person(2)];

function items(first: number): Payload {
  const item = (id: number): Uint8Array =>
    encodeItem({
      id: numbered(16, id),
      digests: new Map([[1, numbered(32, id)]]),
      salted: false,
      kind: '',
      supersedes: null,
      noteHash: null,
    });
  return { kind: 'items', items: [item(first), item(first + 1)] };
}

function batch(number: number): Draft {
  const call = {
    contract: 'evidence',
    method: 'batch',
    args: [numbered(16, number), 0],
    actors: [alice.principal],
  };
  return { calls: [call], signers: [alice], payloads: [items(10 * number)] };
}

/** Block 0, a block of two batches, the second refused, and a kernel that has derived block 0. */
async function two(): Promise<{ block: Block; kernel: Kernel; genesisBlock: Block }> {
  const chain = await TestChain.create({
    contracts: builtinContracts,
    openings: [{ person: alice, quota: 9 }, { person: bob }],
  });
  assert.deepEqual(await chain.run(batch(1), batch(1), batch(2)), ['', 'BATCH_EXISTS', '']);
  const [genesisBlock, block] = chain.blocks;
  assert.ok(genesisBlock !== undefined && block !== undefined);
  const kernel = openKernel({
    suite,
    genesis: chain.genesis,
    store: new MemoryStore(),
    contracts: builtinContracts,
  });
  kernel.apply(kernel.rederive(stored(genesisBlock)));
  return { block, kernel, genesisBlock };
}

/** The index that a derivation names when it fails. */
function differingIndex(kernel: Kernel, block: StoredBlock): unknown {
  const before = kernel.tip;
  try {
    kernel.rederive(block);
  } catch (error) {
    assert.ok(isCoded(error, 'DERIVATION_MISMATCH'), String(error));
    assert.equal(error.kind, 'failure');
    assert.equal(error.data?.['height'], before.height + 1);
    assert.equal(kernel.tip, before);
    return error.data['index'];
  }
  return 'derived';
}

function withEntry(
  { entries, ...rest }: StoredBlock,
  position: number,
  change: (bytes: Uint8Array) => Uint8Array,
): StoredBlock {
  return { ...rest, entries: entries.map((bytes, i) => (i === position ? change(bytes) : bytes)) };
}

test('stored blocks derive to what they are', async () => {
  const { block, kernel } = await two();
  const derived = kernel.rederive(stored(block));
  assert.deepEqual(derived.entries, block.entries);
  assert.deepEqual(derived.operations, block.operations);
  assert.deepEqual(derived.root, block.root);
  kernel.apply(derived);
  assert.equal(kernel.tip.height, 1);
});

test('the first entry that differs is named', async () => {
  const { block, kernel } = await two();
  const good = stored(block);
  const first = block.header.firstIndex;
  const flip =
    (at: number) =>
    (bytes: Uint8Array): Uint8Array =>
      bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const change =
    (edit: (entry: Entry) => Entry) =>
    (bytes: Uint8Array): Uint8Array =>
      encodeEntry(edit(decodeEntry(bytes)));
  const forgive = change((entry) =>
    entry.kind === 'transaction' ? { ...entry, outcome: { ...entry.outcome, code: '' } } : entry,
  );
  const cut = (bytes: Uint8Array): Uint8Array => bytes.slice(0, -1);
  for (const [position, edit] of [
    [0, flip(0)],
    [1, flip(100)],
    [1, forgive],
    [2, cut],
    [3, cut],
    [3, flip(60)],
    [0, () => good.entries[3] ?? assert.fail()],
    [3, () => good.entries[0] ?? assert.fail()],
  ] as const) {
    assert.equal(differingIndex(kernel, withEntry(good, position, edit)), first + position);
  }
  assert.equal(differingIndex(kernel, { ...good, entries: good.entries.slice(1) }), first);
  assert.equal(differingIndex(kernel, { ...good, entries: [] }), first);
  assert.equal(differingIndex(kernel, { ...good, entries: good.entries.slice(-1) }), first);
  const doubled = [...good.entries.slice(0, 1), ...good.entries];
  assert.equal(differingIndex(kernel, { ...good, entries: doubled }), first + 1);
});

test('missing, strange or swapped payloads are named', async () => {
  const { block, kernel } = await two();
  const good = stored(block);
  const first = block.header.firstIndex;
  assert.equal(differingIndex(kernel, { ...good, payloads: new Map() }), first);
  const second = new Map(good.payloads).set(first + 1, [items(70)]);
  assert.equal(differingIndex(kernel, { ...good, payloads: second }), first + 1);
});

test('signatures are verified again unless they are trusted', async () => {
  const { block, kernel } = await two();
  assert.equal(
    differingIndex(kernel, stored(block, false)),
    block.header.firstIndex,
    'the test’s signatures are made up',
  );
  assert.equal(differingIndex(kernel, stored(block, true)), 'derived');
});

test('a block at another place is not derived', async () => {
  const { block, genesisBlock, kernel } = await two();
  assert.equal(differingIndex(kernel, stored(genesisBlock)), kernel.tip.logSize);
  const again = kernel.rederive(stored(block));
  kernel.apply(again);
  assert.equal(
    differingIndex(kernel, stored(block)),
    kernel.tip.logSize,
    'its payloads are elsewhere',
  );
  const withoutPayloads = { ...stored(block), entries: block.entries.slice(-1) };
  assert.equal(differingIndex(kernel, withoutPayloads), kernel.tip.logSize, 'its time has gone by');
});

test('a changed block 0 is named', async () => {
  const { block, genesisBlock } = await two();
  const chain = await TestChain.create({
    contracts: builtinContracts,
    openings: [{ person: alice, quota: 9 }, { person: bob }],
  });
  const fresh = (): Kernel =>
    openKernel({
      suite,
      genesis: chain.genesis,
      store: new MemoryStore(),
      contracts: builtinContracts,
    });
  const good = stored(genesisBlock);
  assert.equal(differingIndex(fresh(), good), 'derived');
  assert.equal(
    differingIndex(
      fresh(),
      withEntry(good, 0, (bytes) => bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte))),
    ),
    0,
  );
  assert.equal(
    differingIndex(
      fresh(),
      withEntry(good, 2, (bytes) => bytes.slice(1)),
    ),
    2,
  );
  assert.equal(
    differingIndex(
      fresh(),
      withEntry(good, 2, () => good.entries[0] ?? assert.fail()),
    ),
    2,
  );
  assert.equal(
    differingIndex(fresh(), { ...good, entries: good.entries.filter((_, i) => i !== 1) }),
    1,
  );
  assert.equal(differingIndex(fresh(), { ...good, entries: good.entries.slice(1) }), 0);
  assert.equal(differingIndex(fresh(), { ...good, entries: [] }), 0);
  assert.equal(differingIndex(fresh(), stored(block)), 0);
});
