/** Lets chains with random classes and random transactions compete with the twin, as many as a test has time for. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import fc from 'fast-check';
import { textOf, admin } from '../assets/world.ts';
import type { Runtime } from '../runtimes.ts';
import { Dice } from './dice.ts';
import { Duel } from './duel.ts';
import { randomClasses } from './random-classes.ts';

/** Chains, and rounds in each. */
export interface Length {
  readonly chains: number;
  readonly rounds: number;
  readonly seed?: number;
}

const THROWS_A_ROUND = 160;
const throwsOf = (count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(9_999), { minLength: count, maxLength: count, size: 'max' });

export async function compete(
  t: TestContext,
  runtime: Runtime,
  { chains, rounds, seed }: Length,
): Promise<ReadonlyMap<string, number>> {
  const codes = new Map<string, number>();
  let transactions = 0;
  let timers = 0;
  const round = throwsOf(THROWS_A_ROUND);
  const all = fc.tuple(
    throwsOf(60),
    fc.array(round, { minLength: rounds, maxLength: rounds, size: 'max' }),
  );
  await fc.assert(
    fc.asyncProperty(all, async ([forClasses, forRounds]) => {
      const duel = await Duel.begin(runtime.contracts);
      for (const args of randomClasses(new Dice(forClasses))) {
        assert.equal(await duel.run([{ method: 'define', actors: [textOf(admin)], args }]), '');
      }
      for (const one of forRounds) await duel.round(new Dice(one));
      await duel.compareRows();
      transactions += duel.transactions;
      timers += duel.timers;
      for (const [code, count] of duel.codes) codes.set(code, (codes.get(code) ?? 0) + count);
    }),
    { numRuns: chains, ...(seed === undefined ? {} : { seed }) },
  );
  const most = [...codes]
    .sort(([, a], [, b]) => b - a)
    .map(([code, n]) => `${code || 'done'} ${String(n)}`);
  t.diagnostic(`outcomes: ${most.join(', ')}`);
  t.diagnostic(
    `cases: transactions against the twin of assets ${runtime.name} ${String(transactions)}`,
  );
  t.diagnostic(`cases: timers against the twin of assets ${runtime.name} ${String(timers)}`);
  return codes;
}
