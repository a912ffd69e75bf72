import assert from 'node:assert/strict';
import test from 'node:test';
import { compare, equal, utf8 } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { StateReader } from '@stele/kernel';
import { type Draft, person, TestChain, toy } from '@stele/kernel/test';
import { type Call, encode, type FindQuery, type FoundRow } from '@stele/protocol';
import fc from 'fast-check';
import type { OpenLedger } from './open-ledger.ts';
import { findRows, isCommitted, rowView } from './rows.ts';

const player = person(1);
/** Some begin others, and some are far apart. */
const TERMS = ['a', 'a-a', 'aa', 'b', 'z'];

interface Filing {
  readonly key: number;
  readonly value: number;
  readonly terms: readonly string[];
}

interface Step {
  readonly filings: readonly Filing[];
  /** Taken away at the end. */
  readonly deleted: number | null;
  /** Whether the transaction is refused after all that. */
  readonly isRefused: boolean;
}

const filing: fc.Arbitrary<Filing> = fc.record({
  key: fc.nat(5),
  value: fc.nat(1_000),
  terms: fc.subarray(TERMS),
});
const step: fc.Arbitrary<Step> = fc.record({
  filings: fc.array(filing, { minLength: 1, maxLength: 4 }),
  deleted: fc.option(fc.nat(5), { freq: 3 }),
  isRefused: fc.boolean(),
});
const steps = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 6 });

function toyCall(method: string, args: Call['args']): Call {
  return { contract: 'toy', method, args, actors: [player.principal] };
}

function draftOf({ filings, deleted, isRefused }: Step): Draft {
  const calls = [
    ...filings.map(({ key, value, terms }) =>
      toyCall('file', [Uint8Array.of(key), value, [...terms]]),
    ),
    ...(deleted === null ? [] : [toyCall('delete', [Uint8Array.of(deleted)])]),
    ...(isRefused ? [toyCall('refuse', [])] : []),
  ];
  return { calls, signers: [player] };
}

interface Filed extends FoundRow {
  readonly term: string;
}

/** What the ledger must have filed, by following the words of the specification. */
class NaiveFiling {
  readonly filed: Filed[] = [];
  readonly #keys = new Set<number>();
  effectCount: number;

  constructor(effectCount: number) {
    this.effectCount = effectCount;
  }

  take({ filings, deleted, isRefused }: Step): void {
    if (isRefused) return;
    for (const { key, value, terms } of filings) {
      const effect = this.effectCount++;
      this.#keys.add(key);
      for (const term of terms) {
        this.filed.push({ term, key: Uint8Array.of(key), effect, value: encode(value) });
      }
    }
    if (deleted !== null && this.#keys.delete(deleted)) this.effectCount++;
  }

  find({ term, after, reverse = false, limit }: FindQuery, committed: number): FoundRow[] {
    return this.filed
      .filter((one) => equal(utf8(one.term), term) && one.effect < committed)
      .toSorted((a, b) => (reverse ? b.effect - a.effect : a.effect - b.effect))
      .filter(({ effect }) => after === undefined || (reverse ? effect < after : effect > after))
      .slice(0, limit)
      .map(({ key, effect, value }) => ({ key, effect, value }));
  }
}

/** A ledger that shows what is committed when so many effects are. */
function ledgerOf({ kernel, store }: TestChain, effectCount: number): OpenLedger {
  return { kernel, reader: new StateReader(store), tip: { effectCount } } as unknown as OpenLedger;
}

async function chainOf(): Promise<TestChain> {
  const contracts = [...builtinContracts, toy];
  return TestChain.create({ contracts, openings: [{ person: player }] });
}

test('rows are found by term as a scan of all puts finds them', async (t) => {
  const runs = 120;
  let found = 0;
  const query = fc.record(
    {
      term: fc.constantFrom(...TERMS, 'never').map(utf8),
      limit: fc.constantFrom(0, 1, 2, 3, 100, 5_000),
      after: fc.integer({ min: -1, max: 60 }),
      reverse: fc.boolean(),
    },
    { requiredKeys: ['term', 'limit'] },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.array(query, { maxLength: 12 }), fc.nat(60), async (...given) => {
      const [blocks, queries, committed] = given;
      const chain = await chainOf();
      const naive = new NaiveFiling(chain.kernel.tip.effectCount);
      for (const block of blocks) {
        await chain.run(...block.map(draftOf));
        for (const one of block) naive.take(one);
      }
      assert.equal(chain.kernel.tip.effectCount, naive.effectCount);
      for (const effectCount of [naive.effectCount, Math.min(committed, naive.effectCount)]) {
        const ledger = ledgerOf(chain, effectCount);
        for (const one of queries) {
          const find = { contract: 'toy', table: 'toys', ...one };
          const rows = await findRows(ledger, find);
          assert.deepEqual(rows.map(plainRow), naive.find(find, effectCount));
          found += rows.length;
        }
      }
      const again = chain.blocks.map(({ operations }) => operations);
      assert.deepEqual(await rederivedOperations(chain), again, 'recovery files the same');
    }),
    { numRuns: runs },
  );
  assert.ok(found > runs, 'something is found');
  t.diagnostic(`cases: searches by term against a scan ${String(runs)}`);
});

function plainRow({ key, effect, value }: FoundRow): FoundRow {
  return { key: key.slice(), effect, value: value.slice() };
}

/** The operations of every block, executed again from its bytes. */
async function rederivedOperations(chain: TestChain): Promise<unknown> {
  const twin = await chainOf();
  const operations: unknown[] = [twin.blocks[0]?.operations];
  for (const block of chain.blocks.slice(1)) {
    const { entries, payloads } = block;
    const kept = new Map(payloads.map(({ index, payloads: brought }) => [index, brought]));
    const again = twin.kernel.rederive({ entries, payloads: kept, trusted: true });
    await twin.take(again);
    operations.push(again.operations);
  }
  return operations;
}

test('a row that is ahead of what is committed says so', async () => {
  const chain = await chainOf();
  const before = chain.kernel.tip.effectCount;
  const filing = { key: 1, value: 7, terms: ['a'] };
  await chain.run(draftOf({ filings: [filing], deleted: null, isRefused: false }));
  const row = rowView(ledgerOf(chain, before), {
    contract: 'toy',
    table: 'toys',
    key: Uint8Array.of(1),
  });
  assert.ok(row !== null && compare(row.value, encode(7)) === 0);
  assert.equal(isCommitted(ledgerOf(chain, before), row.effect), false);
  assert.equal(isCommitted(ledgerOf(chain, before + 1), row.effect), true);
});
