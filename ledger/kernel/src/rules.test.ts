/** Rules that change on a living chain (spec/block.md, "Rules have numbers"; spec/contracts.md, "chain"). */

import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import { type Call, decode } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import { type Draft, numbered, type Person, person, stored, TestChain } from '../test/index.ts';
import { RULES, type RulesTable } from './contract/index.ts';
import { type Block, openKernel, type Kernel, MemoryStore } from './index.ts';
import { charterFor, openCall, suite } from '../test/index.ts';

const [founder, alice, later] = [person(0), person(1), person(2)];
const openings = [
  { person: founder, administrator: true },
  { person: alice, quota: 9 },
];

async function chainUnder(rules: number, known?: RulesTable): Promise<TestChain> {
  return TestChain.create({ contracts: builtinContracts, openings, rules, known });
}

function activate(rules: number, height: number, by: Person = founder): Draft {
  const call = { contract: 'chain', method: 'activate-rules', args: [rules, height] };
  return { calls: [{ ...call, actors: [by.principal] }], signers: [by] };
}

/** Does nothing but make a block. */
function refill(units = 9): Draft {
  const call = { contract: 'accounts', method: 'set-quota', args: [alice.account, units] };
  return { calls: [{ ...call, actors: [founder.principal] }], signers: [founder] };
}

/** Two must sign it. */
function joint(signers: readonly Person[]): Draft {
  const actors = [alice.principal, founder.principal];
  const call: Call = {
    contract: 'accounts',
    method: 'set-quota',
    args: [alice.account, 5],
    actors,
  };
  return { calls: [{ ...call, actors: [founder.principal, alice.principal] }], signers };
}

function rulesOf({ blocks }: TestChain): number[] {
  return blocks.map(({ header }) => header.rules);
}

/** Derives a chain from its blocks alone. */
function derive({ genesis }: TestChain, blocks: readonly Block[], known?: RulesTable): Kernel {
  const store = new MemoryStore();
  const kernel = openKernel({ suite, genesis, store, contracts: builtinContracts, rules: known });
  for (const block of blocks) kernel.apply(kernel.rederive(stored(block)));
  return kernel;
}

/** A program of another time. */
function knowing(...numbers: readonly number[]): RulesTable {
  const newest = RULES.get(2) ?? assert.fail();
  return new Map(numbers.map((number) => [number, RULES.get(number) ?? { ...newest, number }]));
}

function isUnknown(error: unknown): boolean {
  return isCoded(error, 'RULES_UNKNOWN') && error.kind === 'failure';
}

test('rules are in force from the block of their height on, and say so in its header', async () => {
  const chain = await chainUnder(1);
  assert.deepEqual(await chain.run(activate(2, 3)), ['']);
  assert.deepEqual(chain.kernel.tip.activation, { rules: 2, height: 3 });
  assert.equal(chain.kernel.tip.rules, 1);
  await chain.run(refill());
  assert.equal(chain.kernel.tip.rules, 2, 'of the next block');
  await chain.run(refill());
  await chain.run(refill());
  assert.deepEqual(rulesOf(chain), [1, 1, 1, 2, 2]);
  const row = chain.kernel.row('chain', 'rules', new Uint8Array(0))?.value;
  assert.deepEqual(decode(row ?? assert.fail()), [2, 3]);
});

test('the switch is the same wherever a kernel is opened and however the chain is derived', async () => {
  const chain = await chainUnder(1);
  const drafts = [activate(2, 2), refill(), refill()];
  for (const draft of drafts) {
    const reopened = chain.reopened();
    const { rules, activation } = chain.kernel.tip;
    assert.deepEqual([reopened.tip.rules, reopened.tip.activation], [rules, activation]);
    const input = chain.input([chain.candidate(draft)]);
    const block = chain.kernel.executeBlock(input) ?? assert.fail();
    assert.deepEqual(reopened.executeBlock(input)?.entries, block.entries);
    await chain.take(block);
  }
  assert.deepEqual(
    derive(chain, chain.blocks).tip.logRange.root(),
    chain.kernel.tip.logRange.root(),
  );
});

test('a missing co-signature uses an id up under rules 1, and nothing under rules 2', async () => {
  for (const [rules, [first, whole, left]] of [
    [1, ['SIGNER_MISSING', '[DUPLICATE]', 9]],
    [2, ['[SIGNER_MISSING]', '', 5]],
  ] as const) {
    const chain = await chainUnder(rules);
    const candidate = chain.candidate(joint([founder, alice]));
    const signatures = candidate.transaction.signatures.slice(0, 1);
    const stripped = { ...candidate, transaction: { ...candidate.transaction, signatures } };
    assert.deepEqual(await chain.runCandidates([stripped]), [first]);
    assert.deepEqual(await chain.runCandidates([candidate]), [whole]);
    const row = chain.kernel.row('accounts', 'quotas', alice.account)?.value;
    assert.equal(decode(row ?? assert.fail()), left, `rules ${String(rules)}`);
  }
});

test('activations that would rewrite the past, go back or stand still are refused', async () => {
  const chain = await chainUnder(1);
  await chain.run(refill());
  const height = chain.kernel.tip.height + 1;
  assert.deepEqual(
    await chain.run(
      activate(2, height - 1),
      activate(2, height),
      activate(1, height + 5),
      activate(0, height + 5),
      activate(2, height + 1),
    ),
    ['HEIGHT_NOT_AHEAD', 'HEIGHT_NOT_AHEAD', 'RULES_NOT_NEWER', 'RULES_NOT_NEWER', ''],
  );
  assert.deepEqual(await chain.run(activate(2, 100), activate(1, 100)), [
    'RULES_NOT_NEWER',
    'RULES_NOT_NEWER',
  ]);
});

test('until it is in force, a later activation takes the place of an earlier one', async () => {
  const chain = await chainUnder(1);
  assert.deepEqual(await chain.run(activate(9, 2), activate(2, 2), activate(2, 3)), ['', '', '']);
  await chain.run(activate(2, 9));
  await chain.run(activate(2, 5));
  await chain.run(refill());
  await chain.run(refill());
  assert.deepEqual(rulesOf(chain), [1, 1, 1, 1, 1, 2]);
});

test('an activation that is refused or undone with its transaction changes nothing', async () => {
  const chain = await chainUnder(1);
  const { calls } = activate(2, 2);
  const failing = { ...calls[0], method: 'nothing' } as Call;
  assert.deepEqual(await chain.run({ calls: [...calls, failing], signers: [founder] }), [
    'CALL_UNKNOWN',
  ]);
  assert.equal(chain.kernel.tip.activation, undefined);
  chain.execute([chain.candidate(activate(2, 2))]);
  assert.equal(chain.kernel.tip.activation, undefined, 'executed and not applied');
});

test('only administrators that genesis has opened activate, and only where one organisation governs', async () => {
  const chain = await chainUnder(1);
  const open: Call = {
    contract: 'accounts',
    method: 'open',
    args: [later.account, [0, later.key.hash], null, true],
    actors: [founder.principal],
  };
  assert.deepEqual(await chain.run({ calls: [open], signers: [founder] }), ['']);
  const byKey: Draft = { ...activate(2, 9), signers: [founder] };
  const [call = assert.fail()] = byKey.calls;
  assert.deepEqual(
    await chain.run(activate(2, 9, later), activate(2, 9, alice), {
      calls: [{ ...call, actors: [founder.key] }],
      signers: [founder],
      content: { payer: founder.principal },
    }),
    ['NOT_AUTHORISED', 'NOT_AUTHORISED', 'NOT_AUTHORISED'],
  );
  assert.deepEqual(await chain.run(activate(2, 9)), ['']);
});

test('where several organisations govern, nobody activates alone', () => {
  const setup = [...openings.map(openCall), ...activate(2, 9).calls];
  const member = (organisation: string, key: number): object => ({
    organisation,
    name: organisation,
    weight: 1,
    keys: [{ algorithm: 1, key: numbered(32, key) }],
    certificates: null,
  });
  const members = [member('bank', 1), member('court', 2)] as never;
  const open = (genesis: Uint8Array): Kernel =>
    openKernel({ suite, genesis, store: new MemoryStore(), contracts: builtinContracts });
  const policy = { entries: 'public', rules: 1 } as const;
  const kernel = open(charterFor(setup, { policy }));
  kernel.apply(kernel.genesisBlock(setup));
  assert.deepEqual(kernel.tip.activation, { rules: 2, height: 9 }, 'genesis may, for one');
  assert.throws(
    () => open(charterFor(setup, { policy, members })).genesisBlock(setup),
    (error) => isCoded(error, 'SETUP_REFUSED') && error.data?.['code'] === 'NOT_AUTHORISED',
  );
});

test('programs that know the rules and programs that do not write the same activation', async () => {
  const [old, recent] = [await chainUnder(1, knowing(1)), await chainUnder(1, knowing(1, 2, 99))];
  const candidates = [activate(99, 2)].map((draft) => old.candidate(draft));
  assert.deepEqual(await old.runCandidates(candidates), ['']);
  await recent.runCandidates(candidates);
  assert.deepEqual(old.blocks.at(-1)?.entries, recent.blocks.at(-1)?.entries);
  assert.equal(recent.kernel.ending, undefined);
  assert.ok(isUnknown(old.kernel.ending));
});

test('under rules it does not know a kernel makes nothing, and can be read', async () => {
  const chain = await chainUnder(1);
  await chain.run(activate(99, 3));
  const before = chain.reopened();
  assert.equal(before.ending, undefined);
  await chain.run(refill());
  const { kernel } = chain;
  assert.match(kernel.ending?.message ?? '', /^the next block is under rules 99, which/);
  const candidate = chain.candidate(refill());
  const block = chain.blocks.at(-1) ?? assert.fail();
  const { content } = candidate.transaction;
  for (const act of [
    () => kernel.executeBlock(chain.input([candidate])),
    () => kernel.judge(chain.input([candidate])),
    () => kernel.dryRun({ content, timeMs: 0 }),
    () => kernel.rederive(stored(block)),
    () => kernel.lineageBlock({ reason: 'none', timeMs: 0 }),
    () => chain.reopened().judge(chain.input([])),
  ]) {
    assert.throws(act, isUnknown);
  }
  assert.notEqual(kernel.row('chain', 'rules', new Uint8Array(0)), undefined);
  assert.ok(kernel.isKnown(decodedId(chain)));
});

function decodedId({ blocks }: TestChain): Uint8Array {
  return blocks.at(-1)?.results[0]?.id ?? assert.fail();
}

test('with a program that knows them the chain goes on, and the other one derives as far as it may', async () => {
  const chain = await chainUnder(1, knowing(1, 2, 99));
  await chain.run(activate(99, 2));
  await chain.run(refill());
  await chain.run(refill());
  assert.deepEqual(rulesOf(chain), [1, 1, 99, 99]);
  assert.throws(() => derive(chain, chain.blocks), isUnknown);
  assert.equal(derive(chain, chain.blocks.slice(0, 2)).tip.height, 1);
});

test('a batch is of one block, so of one rules number; a dry run is of the next block', async () => {
  const chain = await chainUnder(1);
  const half = joint([founder]);
  assert.deepEqual(await chain.run(activate(2, 3), half), ['', 'SIGNER_MISSING']);
  const stranger = {
    ...joint([founder]).calls[0],
    actors: [founder.principal, person(8).principal],
  };
  const { content } = chain.candidate({
    calls: [stranger as Call],
    signers: [founder],
  }).transaction;
  const verdict = (): string => chain.kernel.dryRun({ content, timeMs: 0 }).verdict;
  assert.equal(verdict(), 'refused');
  assert.deepEqual(await chain.run(half), ['SIGNER_MISSING'], 'signed before, executed before');
  assert.equal(verdict(), 'void', 'the next block is under rules 2');
  assert.deepEqual(await chain.run(half, refill()), ['[SIGNER_MISSING]', '']);
});

test('a lineage that begins at the height of the switch is under the new rules', async () => {
  const chain = await chainUnder(1);
  await chain.run(activate(2, 2));
  const { kernel } = chain;
  await chain.take(kernel.lineageBlock({ reason: 'restored', timeMs: kernel.tip.timeMs + 9 }));
  await chain.run(refill());
  assert.deepEqual(rulesOf(chain), [1, 1, 2, 2]);
  assert.equal(derive(chain, chain.blocks).tip.rules, 2);
});

test('numbers are known from 1 on without a gap, each under its own name', () => {
  assert.deepEqual(
    [...RULES].map(([key, { number }]) => [key, number]),
    [...RULES.keys()].map((_, i) => [i + 1, i + 1]),
  );
});
