import assert from 'node:assert/strict';
import test from 'node:test';
import { toHex, utf8 } from '@stele/base';
import type { Call } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import fc from 'fast-check';
import { type Draft, LedgerTwin, person, stored, TestChain, toy } from '../../test/index.ts';
import { StateReader } from '../index.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const contracts = [...builtinContracts, toy];
const alice = person(1);
const TERMS = ['red', 'blue', 'redder'] as const;
const KEYS = 5;
const LAST = Number.MAX_SAFE_INTEGER;

interface Deed {
  readonly kind: 'sell' | 'take-back';
  readonly key: number;
  readonly terms: readonly string[];
}
/** Deeds of one transaction, and whether it is refused in the end. */
interface Deal {
  readonly deeds: readonly Deed[];
  readonly isRefused: boolean;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom('sell' as const, 'sell' as const, 'take-back' as const),
  key: fc.nat(KEYS - 1),
  terms: fc.subarray([...TERMS]),
});
const deal: fc.Arbitrary<Deal> = fc.record({
  deeds: fc.array(deed, { maxLength: 6 }),
  isRefused: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
});
const blocks = fc.array(fc.array(deal, { minLength: 1, maxLength: 3 }), { maxLength: 5 });

function draftOf({ deeds, isRefused }: Deal): Draft {
  const actors = [alice.principal];
  const calls: Call[] = deeds.map(({ kind, key, terms }) => {
    return { contract: 'toy', method: kind, args: [Uint8Array.of(key), terms], actors };
  });
  const last = isRefused ? 'refuse' : 'remember';
  return {
    calls: [...calls, { contract: 'toy', method: last, args: [], actors }],
    signers: [alice],
  };
}

/** The naive twin: under which terms each put is found, and what ended a key last. */
class FiledTwin {
  /** Terms by the number of a put's effect. */
  readonly filed = new Map<number, { readonly key: number; terms: string[] }>();
  readonly ends = new Map<number, number>();
  readonly #live = new Map<number, number>();
  #effects: number;

  constructor(effects: number) {
    this.#effects = effects;
  }

  take({ deeds, isRefused }: Deal): void {
    if (isRefused) return;
    for (const one of deeds) {
      if (one.kind === 'sell') this.#sell(one);
      else this.#takeBack(one);
    }
    this.#effects++; // the result of the last call
  }

  #sell({ key, terms }: Deed): void {
    this.filed.set(this.#effects, { key, terms: [...terms] });
    this.#live.set(key, this.#effects++);
  }

  #takeBack({ key, terms }: Deed): void {
    const put = this.filed.get(this.#live.get(key) ?? -1);
    if (put === undefined || !this.#live.delete(key)) return;
    put.terms = put.terms.filter((term) => !terms.includes(term));
    this.ends.set(key, this.#effects++);
  }
}

async function compare(chain: TestChain, twin: FiledTwin): Promise<void> {
  const reader = new StateReader(chain.store);
  for (const term of TERMS) {
    const found: [number, string][] = [];
    const of = { contract: 'toy', table: 'sold', term: utf8(term), from: 0, end: LAST };
    for await (const { effect, key } of reader.filed(of)) found.push([effect, toHex(key)]);
    const expected = [...twin.filed].filter(([, { terms }]) => terms.includes(term));
    assert.deepEqual(
      found,
      expected.map(([effect, { key }]) => [effect, toHex(Uint8Array.of(key))]),
    );
  }
  for (let key = 0; key < KEYS; key++) {
    assert.equal(reader.endOf('toy', 'sold', Uint8Array.of(key)), twin.ends.get(key));
  }
}

test('what is found by a term, and what ended a row, are those of a naive list', async (t) => {
  const runs = isDeep ? 3_000 : 80;
  await fc.assert(
    fc.asyncProperty(blocks, async (all) => {
      const chain = await TestChain.create({ contracts, openings: [{ person: alice }] });
      const twin = new FiledTwin(chain.kernel.tip.effectCount);
      for (const deals of all) {
        await chain.run(...deals.map(draftOf));
        for (const one of deals) twin.take(one);
        await compare(chain, twin);
      }
      await deriveAgain(chain);
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: terms and ends against a naive list ${String(runs)}`);
});

/** They are no effects, and follow from the log all the same. */
async function deriveAgain(chain: TestChain): Promise<void> {
  const again = TestChain.empty({ contracts }, chain.genesis);
  for (const block of chain.blocks) {
    const derived = again.kernel.rederive(stored(block));
    assert.deepEqual(derived.operations, block.operations);
    const keys = derived.operations.map(({ key }) => toHex(key));
    assert.equal(new Set(keys).size, keys.length, 'one operation a key, so in any order');
    await again.take(derived);
  }
}

test('of a table that keeps no ends nothing is kept', async () => {
  const chain = await TestChain.create({ contracts, openings: [{ person: alice }] });
  const actors = [alice.principal];
  const key = Uint8Array.of(1);
  const calls: Call[] = [
    { contract: 'toy', method: 'put', args: [key, 1], actors },
    { contract: 'toy', method: 'delete', args: [key], actors },
  ];
  await chain.run({ calls, signers: [alice] });
  assert.equal(new StateReader(chain.store).endOf('toy', 'toys', key), undefined);
  const twin = new LedgerTwin();
  for (const block of chain.blocks) twin.take(block);
  assert.ok(!twin.rows.has('toy/toys/01'));
});
