import assert from 'node:assert/strict';
import test from 'node:test';
import { equal, isCoded } from '@stele/base';
import {
  type Call,
  decodeEffect,
  decodeEntry,
  decodeSystemAct,
  type Charter,
} from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import {
  charterFor,
  MADE_MS,
  numbered,
  openCall,
  person,
  suite,
  TestChain,
} from '../../test/index.ts';
import { RULES_NEWEST } from '../contract/index.ts';
import { type Kernel, MemoryStore, openKernel } from '../index.ts';

const [alice, bob] = [person(1), person(2)];

function kernelOf(genesis: Uint8Array, store = new MemoryStore()): Kernel {
  return openKernel({ suite, genesis, store, contracts: builtinContracts });
}

function coded(code: string): (error: unknown) => boolean {
  return (error) => isCoded(error, code);
}

test('block 0 holds the charter, the setup calls and the header', async () => {
  const chain = await TestChain.create({
    contracts: builtinContracts,
    openings: [
      { person: alice, administrator: true },
      { person: bob, quota: 7 },
    ],
  });
  const [block] = chain.blocks;
  assert.ok(block !== undefined);
  const entries = block.entries.map((bytes) => decodeEntry(bytes));
  assert.deepEqual(
    entries.map(({ kind }) => kind),
    ['system', 'system', 'system', 'header'],
  );
  const acts = entries.slice(0, -1).map(({ content }) => decodeSystemAct(content));
  assert.deepEqual(
    acts.map(({ subject }) => subject),
    ['charter', 'call', 'call'],
  );
  const outcomes = entries.flatMap((entry) => (entry.kind === 'header' ? [] : [entry.outcome]));
  assert.deepEqual(
    outcomes.map(({ firstEffect, effectCount }) => [firstEffect, effectCount]),
    [
      [0, 1],
      [1, 1],
      [2, 2],
    ],
  );
  assert.deepEqual(
    block.effects
      .map((bytes) => decodeEffect(bytes))
      .map(({ contract, table }) => `${contract}.${table}`),
    ['chain.charter', 'accounts.accounts', 'accounts.accounts', 'accounts.quotas'],
  );
  const { header } = block;
  assert.deepEqual(
    [header.height, header.firstIndex, header.timeMs, header.rules],
    [0, 0, MADE_MS, RULES_NEWEST],
  );
  assert.deepEqual([header.epoch, header.engineHeight, header.sealed], [0, 0, false]);
  assert.ok(equal(header.previousRoot, suite.H(new Uint8Array(0))));
  assert.ok(equal(header.charter, chain.kernel.identity.fingerprint));
  assert.deepEqual(chain.kernel.row('chain', 'charter', new Uint8Array(0))?.value, chain.genesis);
});

test('a chain without setup has a block 0 too', () => {
  const kernel = kernelOf(charterFor([]));
  const block = kernel.genesisBlock([]);
  assert.equal(block.entries.length, 2);
  kernel.apply(block);
  assert.equal(kernel.tip.height, 0);
  assert.throws(() => kernel.genesisBlock([]), /bug: a chain has one block 0/);
});

test('other setup calls than the charter’s are refused', () => {
  const setup = [openCall({ person: alice }), openCall({ person: bob })];
  const kernel = kernelOf(charterFor(setup));
  for (const wrong of [[], setup.slice(1), setup.toReversed(), [...setup, ...setup]]) {
    assert.throws(() => kernel.genesisBlock(wrong), coded('SETUP_MISMATCH'));
  }
  assert.throws(() => kernelOf(charterFor([])).genesisBlock(setup), coded('SETUP_MISMATCH'));
  kernel.genesisBlock(setup);
});

test('a setup call that is refused makes the genesis invalid', () => {
  const unknown: Call = {
    contract: 'evidence',
    method: 'forget',
    args: [],
    actors: [alice.principal],
  };
  const batch: Call = {
    contract: 'evidence',
    method: 'batch',
    args: [numbered(16, 1), 0],
    actors: [alice.principal],
  };
  const cases: [Call[], string, number][] = [
    [[openCall({ person: alice }), openCall({ person: alice })], 'ACCOUNT_EXISTS', 1],
    [[unknown], 'CALL_UNKNOWN', 0],
    [[{ ...openCall({ person: alice }), args: [] }], 'ARGS_MALFORMED', 0],
    [[batch], 'PAYLOAD_UNKNOWN', 0],
  ];
  for (const [setup, code, number] of cases) {
    assert.throws(
      () => kernelOf(charterFor(setup)).genesisBlock(setup),
      (error) =>
        isCoded(error, 'SETUP_REFUSED') &&
        error.data?.['code'] === code &&
        error.data['number'] === number,
    );
  }
});

test('setup may act for anybody, but the rest of the rules hold', () => {
  const administrator = openCall({ person: alice, administrator: true });
  const setQuota = (actor: Call['actors']): Call => ({
    contract: 'accounts',
    method: 'set-quota',
    args: [alice.account, 5],
    actors: actor,
  });
  const good = [administrator, setQuota([alice.principal])];
  kernelOf(charterFor(good)).genesisBlock(good);
  const bad = [administrator, setQuota([bob.principal])];
  assert.throws(() => kernelOf(charterFor(bad)).genesisBlock(bad), coded('SETUP_REFUSED'));
});

test('a charter that this program cannot run makes no block 0', () => {
  const charter = (change: Partial<Charter>): Uint8Array => charterFor([], change);
  assert.throws(
    () => kernelOf(charter({ policy: { entries: 'public', rules: 99 } })).genesisBlock([]),
    coded('RULES_UNKNOWN'),
  );
  assert.throws(() => kernelOf(charter({ suite: 'gm' })), coded('SUITE_UNKNOWN'));
  assert.throws(
    () => kernelOf(charter({ seq: 1, previous: numbered(32, 1) })),
    coded('CHARTER_NOT_GENESIS'),
  );
  assert.throws(() => kernelOf(Uint8Array.of(1)), coded('CHARTER_MALFORMED'));
});

test('a charter or a setup call too large for an entry makes no genesis', () => {
  const members = Array.from({ length: 128 }, (_, i) => ({
    organisation: `member-${String(i).padStart(3, '0')}`,
    name: 'n'.repeat(200),
    weight: 1,
    keys: Array.from({ length: 8 }, (_key, k) => ({
      algorithm: 2 as const,
      key: numbered(65, 8 * i + k),
    })),
    certificates: null,
  }));
  assert.throws(
    () => kernelOf(charterFor([], { members })).genesisBlock([]),
    coded('GENESIS_TOO_LARGE'),
  );
  const wide = [{ ...openCall({ person: alice }), args: [new Uint8Array(62_000)] }];
  assert.throws(() => kernelOf(charterFor(wide)).genesisBlock(wide), coded('GENESIS_TOO_LARGE'));
});

test('a state of another chain is refused', async () => {
  const chain = await TestChain.create({ contracts: builtinContracts });
  const other = charterFor([], { nonce: numbered(16, 8) });
  assert.throws(() => kernelOf(other, chain.store), coded('CHAIN_MISMATCH'));
});

test('a state with a hole in its live bits is refused', async () => {
  const chain = await TestChain.create({ contracts: builtinContracts });
  const key = Uint8Array.from([0x6c, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.ok(chain.store.get(key) !== undefined);
  await chain.store.write([{ kind: 'delete', key }]);
  assert.throws(() => chain.reopened(), coded('STATE_DAMAGED'));
});
