import assert from 'node:assert/strict';
import test from 'node:test';
import { compare, equal, toHex } from '@stele/base';
import { decodeEffect, encode, itemToCbor } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import {
  anyBlocks,
  anyRules,
  BUILTIN_TABLES,
  type Draft,
  LedgerTwin,
  numbered,
  openings,
  outcomesOf,
  person,
  stored,
  storedRows,
  suite,
  TestChain,
} from '../test/index.ts';
import fc from 'fast-check';
import {
  type Block,
  type BlockInput,
  type Candidate,
  type Kernel,
  MemoryStore,
  openKernel,
  type Operation,
} from './index.ts';

async function newChain(rules?: number): Promise<TestChain> {
  return TestChain.create({ contracts: builtinContracts, openings, rules });
}

function inputFor(kernel: Kernel, candidates: readonly Candidate[]): BlockInput {
  const { tip } = kernel;
  return {
    timeMs: tip.timeMs + 1,
    epoch: tip.epoch,
    engineHeight: tip.engineHeight + 1,
    sealed: false,
    candidates,
  };
}

/** Operations in the order of their keys: theirs is that in which rows were first looked at, void candidates included. */
function byKey(operations: readonly Operation[]): Operation[] {
  return operations.toSorted((a, b) => compare(a.key, b.key));
}

/** Runs every block on a chain and hands each made block, with its candidates, to `check`. */
async function runBlocks(
  chain: TestChain,
  blocks: readonly (readonly Draft[])[],
  check: (block: Block, candidates: readonly Candidate[]) => void | Promise<void>,
): Promise<void> {
  for (const drafts of blocks) {
    const candidates = drafts.map((draft) => chain.candidate(draft));
    const block = chain.execute(candidates);
    if (block === undefined) continue;
    await chain.take(block);
    await check(block, candidates);
  }
}

test('rows, live bits and header agree with a twin that only reads effects', async (t) => {
  const runs = 80;
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyRules, async (blocks, rules) => {
      const chain = await newChain(rules);
      const twin = new LedgerTwin();
      for (const block of chain.blocks) twin.take(block);
      await runBlocks(chain, blocks, async (block) => {
        assert.equal(block.header.firstEffect, twin.effectCount);
        twin.take(block);
        assert.equal(toHex(block.header.liveRoot), toHex(twin.liveRoot()));
        assert.deepEqual(await storedRows(chain.store, BUILTIN_TABLES), twin.rows);
        const live = new Set([...twin.rows.values()].map(({ effect }) => effect));
        for (let i = 0; i < twin.effectCount; i++) {
          assert.equal(chain.kernel.liveBits.isLive(i), live.has(i));
        }
      });
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: chains against a naive twin ${String(runs)}`);
});

/** Units a transaction counts, by the words of spec/contracts.md. */
/** What is charged in any case: payloads are kept whatever comes of their transaction. */
function leastOf({ transaction }: Candidate): number {
  const bytes = transaction.content.payloads.reduce((sum, payload) => sum + payload.bytes, 0);
  return Math.max(1, Math.ceil(bytes / 256));
}

function unitsOf(candidate: Candidate): number {
  const { transaction } = candidate;
  const { calls, payloads } = transaction.content;
  const units = calls.map(({ contract, method, args }) => {
    const isBatch = contract === 'evidence' && method === 'batch';
    return isBatch ? (payloads[args[1] as number]?.count ?? 1) : 1;
  });
  return Math.max(
    leastOf(candidate),
    units.reduce((a, b) => a + b, 0),
  );
}

/** Checks one entry against the quotas before it. `own` are its effects. */
function checkCharge(
  before: LedgerTwin,
  candidate: Candidate,
  code: string,
  own: readonly Uint8Array[],
): void {
  const { payer, calls } = candidate.transaction.content;
  const principal = payer ?? calls[0]?.actors[0];
  assert.ok(principal?.kind === 'account');
  const left = before.unitsLeft(principal.account);
  if (code !== '') assert.equal(own.length, left === undefined ? 0 : 1);
  if (left === undefined) return;
  const units = code === '' ? unitsOf(candidate) : leastOf(candidate);
  assert.ok(left >= units, 'never below zero');
  assert.equal(code === 'QUOTA_EXCEEDED', unitsOf(candidate) > left);
  const [charge] = own.map((bytes) => decodeEffect(bytes));
  assert.deepEqual(charge?.key, principal.account);
  assert.deepEqual(charge.value, encode(left - units));
}

test('quotas are exact, and a refused transaction leaves its charge and nothing else', async (t) => {
  const runs = 80;
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyRules, async (blocks, rules) => {
      const chain = await newChain(rules);
      const twin = new LedgerTwin();
      for (const block of chain.blocks) twin.take(block);
      await runBlocks(chain, blocks, (block, candidates) => {
        const entered = candidates.filter((_, i) => block.results[i]?.index !== undefined);
        outcomesOf(block).forEach(({ code, firstEffect, effectCount }, position) => {
          const offset = firstEffect - block.header.firstEffect;
          const own = block.effects.slice(offset, offset + effectCount);
          checkCharge(twin, entered[position] ?? assert.fail(), code, own);
          twin.take({ ...block, effects: own });
        });
      });
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: quotas ${String(runs)}`);
});

test('however late blocks are stored and wherever a kernel is opened again, the chain is the same', async (t) => {
  const runs = 60;
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyRules, fc.array(fc.nat(3)), async (blocks, rules, lags) => {
      const chain = await newChain(rules);
      const store = chain.store.clone();
      let lagging = openKernel({
        suite,
        genesis: chain.genesis,
        store,
        contracts: builtinContracts,
      });
      let waiting: Block[] = [];
      let turn = 0;
      await runBlocks(chain, blocks, async (block, candidates) => {
        const late = lagging.executeBlock(inputFor(lagging, candidates)) ?? assert.fail();
        assert.deepEqual(late.entries, block.entries);
        assert.deepEqual(late.operations, block.operations);
        assert.deepEqual(late.root, block.root);
        lagging.apply(late);
        waiting.push(late);
        const count = Math.max(0, waiting.length - (lags[turn++ % Math.max(1, lags.length)] ?? 0));
        for (const { operations } of waiting.slice(0, count)) await store.write(operations);
        const last = waiting[count - 1];
        waiting = waiting.slice(count);
        if (last !== undefined) lagging.persisted(last.height);
        if (waiting.length === 0) {
          lagging = openKernel({
            suite,
            genesis: chain.genesis,
            store,
            contracts: builtinContracts,
          });
        }
      });
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: stored late and reopened ${String(runs)}`);
});

test('every block derives again to the same bytes, from an empty store', async (t) => {
  const runs = 60;
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyRules, async (blocks, rules) => {
      const chain = await newChain(rules);
      await runBlocks(chain, blocks, () => undefined);
      const store = new MemoryStore();
      const again = openKernel({
        suite,
        genesis: chain.genesis,
        store,
        contracts: builtinContracts,
      });
      for (const block of chain.blocks) {
        const derived = again.rederive(stored(block));
        assert.deepEqual(derived.entries, block.entries);
        assert.deepEqual(derived.effects, block.effects);
        assert.deepEqual(byKey(derived.operations), byKey(block.operations));
        again.apply(derived);
      }
      assert.deepEqual(again.tip.logRange.root(), chain.kernel.tip.logRange.root());
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: chains derived again ${String(runs)}`);
});

test('transactions of different owners do not mind each other’s order', async (t) => {
  const runs = 60;
  const owned = fc.record({
    owner: fc.nat(3),
    id: fc.nat(3),
    supersedes: fc.option(fc.nat(3), { freq: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(owned, { minLength: 2, maxLength: 12 }),
      fc.infiniteStream(fc.nat(1000)),
      async (all, dice) => {
        const chain = await newChain();
        const drafts = all.map(({ owner, id, supersedes }): Draft => {
          const item = itemToCbor({
            id: numbered(16, id),
            digests: new Map([[1, numbered(32, id)]]),
            salted: false,
            kind: '',
            supersedes: supersedes === null ? null : numbered(16, supersedes),
            noteHash: null,
          });
          const actors = [person(owner).principal];
          return {
            calls: [{ contract: 'evidence', method: 'record', args: [item], actors }],
            signers: [person(owner)],
          };
        });
        const candidates = drafts.map((draft) => chain.candidate(draft));
        const mixed = interleave(
          candidates.map((candidate, i) => ({ candidate, owner: all[i]?.owner ?? 0 })),
          dice,
        );
        const codes = (order: readonly Candidate[]): Map<string, string> => {
          const results = chain.kernel.executeBlock(inputFor(chain.kernel, order))?.results ?? [];
          return new Map(results.map(({ id, code }) => [toHex(id), code]));
        };
        const [expected, found] = [codes(candidates), codes(mixed)];
        for (const [id, code] of expected) assert.equal(found.get(id), code);
      },
    ),
    { numRuns: runs },
  );
  t.diagnostic(`cases: orders of unrelated transactions ${String(runs)}`);
});

/** Another order in which each owner's own transactions keep theirs. */
function interleave(
  all: readonly { candidate: Candidate; owner: number }[],
  dice: Iterator<number>,
): Candidate[] {
  const queues = new Map<number, Candidate[]>();
  for (const { candidate, owner } of all) {
    queues.set(owner, [...(queues.get(owner) ?? []), candidate]);
  }
  const mixed: Candidate[] = [];
  while (queues.size > 0) {
    const owners = [...queues.keys()];
    const owner = owners[(Number(dice.next().value) || 0) % owners.length] ?? 0;
    const [first, ...rest] = queues.get(owner) ?? [];
    if (first !== undefined) mixed.push(first);
    if (rest.length === 0) queues.delete(owner);
    else queues.set(owner, rest);
  }
  return mixed;
}

test('a block that is executed but not applied, and every dry run, leave no trace', async (t) => {
  const runs = 40;
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyRules, anyBlocks, async (blocks, rules, abandoned) => {
      const [plain, disturbed] = [await newChain(rules), await newChain(rules)];
      const rest = [...abandoned];
      await runBlocks(plain, blocks, (block, candidates) => {
        for (const draft of rest.shift() ?? []) {
          const candidate = disturbed.candidate(draft);
          disturbed.execute([candidate]);
          const { content } = candidate.transaction;
          disturbed.kernel.dryRun({ content, payloads: candidate.payloads, timeMs: 0 });
        }
        const same = disturbed.kernel.executeBlock(inputFor(disturbed.kernel, candidates));
        assert.ok(same !== undefined && equal(same.root, block.root));
        disturbed.kernel.apply(same);
      });
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: abandoned blocks ${String(runs)}`);
});
