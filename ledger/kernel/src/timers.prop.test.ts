import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type Call,
  decodeEffect,
  decodeEntry,
  decodeSystemAct,
  type Outcome,
  TIMERS_PER_BLOCK_MAX,
} from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import fc from 'fast-check';
import {
  type Draft,
  LedgerTwin,
  MADE_MS,
  person,
  stored,
  storedRows,
  TestChain,
  TIMER_REFUSES,
  TIMER_REPEATS,
  TIMER_REPEATS_AFTER_MS,
  toy,
} from '../test/index.ts';
import type { Block } from './index.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const contracts = [...builtinContracts, toy];
const alice = person(1);
const TABLES = [
  ['chain', 'timers'],
  ['chain', 'timer-places'],
  ['chain', 'timer-count'],
  ['toy', 'toys'],
] as const;

/** A call that schedules a key `afterMs` after the chain was made, or takes it away. */
interface Wish {
  readonly key: number;
  readonly afterMs: number | null;
}
interface Step {
  /** How far the block's time moves on. */
  readonly stepMs: number;
  readonly wishes: readonly Wish[];
  /** Whether the transaction is refused after all. */
  readonly isRefused: boolean;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  key: fc.oneof(fc.nat(8), fc.constantFrom(TIMER_REPEATS, TIMER_REFUSES), fc.nat(255)),
  afterMs: fc.option(fc.nat(60), { freq: 5 }),
});
const step: fc.Arbitrary<Step> = fc.record({
  stepMs: fc.integer({ min: 1, max: 20 }),
  wishes: fc.array(wish, { maxLength: 12 }),
  isRefused: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
});

function callOf({ key, afterMs }: Wish): Call {
  const actors = [alice.principal];
  const of = Uint8Array.of(key);
  return afterMs === null
    ? { contract: 'toy', method: 'unschedule', args: [of], actors }
    : { contract: 'toy', method: 'schedule', args: [MADE_MS + afterMs, of], actors };
}

function draftOf({ wishes, isRefused }: Step): Draft {
  const last = { contract: 'toy', method: isRefused ? 'refuse' : 'remember', args: [] };
  const calls = [...wishes.map(callOf), { ...last, actors: [alice.principal] }];
  return { calls, signers: [alice] };
}

/** What fired: when it was due, its key, its outcome. */
type Fired = readonly [atMs: number, key: number, code: string];

/** The naive twin: due times by key. */
class TimerTwin {
  readonly #due = new Map<number, number>();

  get nextMs(): number | undefined {
    return this.#first()?.[1];
  }

  /** Fires what is due in a block, then does what its transaction wishes. */
  take(timeMs: number, { wishes, isRefused }: Step): Fired[] {
    const fired: Fired[] = [];
    while (fired.length < TIMERS_PER_BLOCK_MAX) {
      const [key, atMs] = this.#first() ?? [0, Infinity];
      if (atMs > timeMs) break;
      this.#due.delete(key);
      fired.push([atMs, key, key >= TIMER_REFUSES ? 'TOY_REFUSED' : '']);
      const isAgain = key >= TIMER_REPEATS && key < TIMER_REFUSES;
      if (isAgain) this.#due.set(key, timeMs + TIMER_REPEATS_AFTER_MS);
    }
    for (const { key, afterMs } of isRefused ? [] : wishes) {
      if (afterMs === null) this.#due.delete(key);
      else this.#due.set(key, MADE_MS + afterMs);
    }
    return fired;
  }

  #first(): readonly [key: number, atMs: number] | undefined {
    return [...this.#due].sort(([a, aMs], [b, bMs]) => aMs - bMs || a - b)[0];
  }
}

function firedIn({ entries }: Block): Fired[] {
  return entries.flatMap((bytes) => {
    const entry = decodeEntry(bytes);
    if (entry.kind !== 'system') return [];
    const act = decodeSystemAct(entry.content);
    assert.ok(act.subject === 'timer' && act.contract === 'toy');
    return [[act.atMs, act.key[0] ?? 0, entry.outcome.code] as const];
  });
}

async function newChain(): Promise<TestChain> {
  return TestChain.create({ contracts, openings: [{ person: alice }] });
}

async function runSteps(chain: TestChain, steps: readonly Step[]): Promise<number> {
  const twin = new TimerTwin();
  let fired = 0;
  for (const one of steps) {
    const timeMs = chain.kernel.tip.timeMs + one.stepMs;
    const expected = twin.take(timeMs, one);
    await chain.runCandidates([chain.candidate(draftOf(one))], timeMs);
    const block = chain.blocks.at(-1) ?? assert.fail();
    assert.deepEqual(firedIn(block), expected);
    assert.equal(chain.kernel.nextTimerAtMs, twin.nextMs);
    assert.equal(chain.reopened().nextTimerAtMs, twin.nextMs);
    fired += expected.length;
  }
  return fired;
}

test('timers fire by time, at most so many a block, as a naive list of them says', async (t) => {
  const runs = isDeep ? 3_000 : 60;
  let fired = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const chain = await newChain();
      fired += await runSteps(chain, steps);
      await compareWithEffects(chain);
      await deriveAgain(chain);
    }),
    { numRuns: runs },
  );
  assert.ok(fired > runs, 'most chains have some');
  t.diagnostic(`cases: chains with timers ${String(runs)}`);
});

/** Timers are rows like others: their effects say them, and the live bits. */
async function compareWithEffects(chain: TestChain): Promise<void> {
  const twin = new LedgerTwin();
  for (const block of chain.blocks) twin.take(block);
  const expected = [...twin.rows].filter(([name]) => /^(chain\/timer|toy\/)/.test(name));
  assert.deepEqual(await storedRows(chain.store, TABLES), new Map(expected));
  assert.deepEqual(chain.kernel.tip.effectCount, twin.effectCount);
  assert.deepEqual(chain.blocks.at(-1)?.header.liveRoot, twin.liveRoot());
}

async function deriveAgain(chain: TestChain): Promise<void> {
  const again = TestChain.empty({ contracts }, chain.genesis);
  for (const block of chain.blocks) {
    const derived = again.kernel.rederive(stored(block));
    assert.deepEqual(derived.operations, block.operations);
    await again.take(derived);
  }
}

function schedules(keys: readonly number[], atMs: number): Draft {
  return draftOf({
    stepMs: 1,
    wishes: keys.map((key) => ({ key, afterMs: atMs })),
    isRefused: false,
  });
}

const NOTHING: Step = { stepMs: 1, wishes: [], isRefused: false };

test('on an idle chain an empty batch makes a block when a timer is due, and none before', async () => {
  const chain = await newChain();
  await chain.run(schedules([7], 50));
  assert.equal(chain.kernel.nextTimerAtMs, MADE_MS + 50);
  assert.equal(chain.execute([], MADE_MS + 49), undefined);
  const block = chain.execute([], MADE_MS + 50) ?? assert.fail();
  assert.equal(block.entries.length, 2);
  assert.deepEqual(firedIn(block), [[MADE_MS + 50, 7, '']]);
  assert.equal(chain.kernel.nextTimerAtMs, MADE_MS + 50, 'nothing counts before it is applied');
  await chain.take(block);
  assert.equal(chain.kernel.nextTimerAtMs, undefined);
  await deriveAgain(chain);
});

test('more than a block may fire wait for the next ones, and transactions go on', async () => {
  const chain = await newChain();
  const keys = Array.from({ length: 150 }, (_, i) => i);
  for (let i = 0; i < keys.length; i += 15) await chain.run(schedules(keys.slice(i, i + 15), 60));
  const counts: number[] = [];
  for (let i = 0; i < 4; i++) {
    const codes = await chain.runCandidates([chain.candidate(draftOf(NOTHING))], MADE_MS + 99 + i);
    assert.deepEqual(codes, ['']);
    counts.push(firedIn(chain.blocks.at(-1) ?? assert.fail()).length);
  }
  assert.deepEqual(counts, [64, 64, 22, 0]);
});

test('a timer that is refused says so, leaves nothing else, and is gone', async () => {
  const chain = await newChain();
  await chain.run(schedules([TIMER_REFUSES], 9));
  await chain.take(chain.execute([], MADE_MS + 9) ?? assert.fail());
  const block = chain.blocks.at(-1) ?? assert.fail();
  assert.deepEqual(firedIn(block), [[MADE_MS + 9, TIMER_REFUSES, 'TOY_REFUSED']]);
  assert.equal(chain.kernel.row('toy', 'toys', Uint8Array.of(TIMER_REFUSES)), undefined);
  assert.equal(chain.kernel.nextTimerAtMs, undefined);
  const { outcome } = decodeEntry(block.entries[0] ?? assert.fail()) as { outcome: Outcome };
  assert.equal(outcome.effectCount, 3, 'the heap’s: its row, its place, the count');
});

test('what is tried out comes after the timers of its block', async () => {
  const chain = await newChain();
  await chain.run(schedules([7], 9));
  const candidate = chain.candidate({
    calls: [
      { contract: 'toy', method: 'look', args: [Uint8Array.of(7)], actors: [alice.principal] },
    ],
    signers: [alice],
  });
  const { content } = candidate.transaction;
  const tried = chain.kernel.dryRun({ content, timeMs: MADE_MS + 9 });
  const block = chain.execute([candidate], MADE_MS + 9) ?? assert.fail();
  const twin = block.effects.at(-1) ?? assert.fail();
  assert.equal(tried.verdict, 'executed');
  assert.equal(tried.effects.length, 1, 'the timer’s effects are not the transaction’s');
  assert.deepEqual(tried.effects[0]?.value, decodeEffect(twin).value);
});

test('a stored timer that was not due, is another or is missing does not derive', async () => {
  const chain = await newChain();
  await chain.run(schedules([7, 8], 9));
  await chain.runCandidates([chain.candidate(draftOf(NOTHING))], MADE_MS + 9);
  const last = chain.blocks.at(-1) ?? assert.fail();
  const again = TestChain.empty({ contracts }, chain.genesis);
  for (const block of chain.blocks.slice(0, -1)) {
    await again.take(again.kernel.rederive(stored(block)));
  }
  const [first, second, ...rest] = last.entries;
  assert.ok(first !== undefined && second !== undefined);
  const { firstIndex } = last.header;
  const broken: [readonly Uint8Array[], number][] = [
    [[second, first, ...rest], firstIndex],
    [[first, ...rest], firstIndex + 1],
    [[first, second, second, ...rest], firstIndex + 2],
    [[...rest.slice(0, 1), first, second, ...rest.slice(1)], firstIndex],
  ];
  for (const [entries, index] of broken) {
    assert.throws(() => again.kernel.rederive({ ...stored(last), entries }), {
      code: 'DERIVATION_MISMATCH',
      data: { height: last.height, index },
    });
  }
  assert.deepEqual(again.kernel.rederive(stored(last)).operations, last.operations);
});
