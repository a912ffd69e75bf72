import assert from 'node:assert/strict';
import { test } from 'node:test';

import { INPUTS_MAX } from '@stele/contracts';
import fc from 'fast-check';

import { INPUTS_PREPARED_MAX } from '../../limits.ts';
import { type Coin, selectCoins, sumOf } from './coin-selection.ts';

const CASES = process.env['STELE_TEST_DEEP'] === '1' ? 20_000 : 1_000;

function coin(number: number, amount: bigint, lot = 'a'): Coin {
  const key = new Uint8Array(10);
  new DataView(key.buffer).setUint32(4, number);
  return { key, amount, lot };
}

const amount = fc.oneof(
  fc.bigInt({ min: 1n, max: 20n }),
  fc.bigInt({ min: 1n, max: (1n << 128n) - 1n }),
);
const anyCoins = fc
  .array(fc.tuple(amount, fc.constantFrom('a', 'a', 'a', 'b', 'c')), { maxLength: 40 })
  .map((all) => all.map(([units, lot], i) => coin(i, units, lot)));
const wanted = fc.oneof(fc.bigInt({ min: 1n, max: 60n }), amount);

/** The fewest coins that reach it, by trying all: for few coins. */
function fewest(coins: readonly Coin[], goal: bigint): number {
  let best = Infinity;
  for (let set = 1; set < 1 << coins.length; set++) {
    const some = coins.filter((_, i) => (set & (1 << i)) !== 0);
    if (sumOf(some) >= goal) best = Math.min(best, some.length);
  }
  return best;
}

test('what is chosen is of one lot, reaches the amount, and is chosen once', (t) => {
  fc.assert(
    fc.property(anyCoins, wanted, (coins, goal) => {
      const selection = selectCoins(coins, goal);
      if (selection.kind !== 'chosen') return;
      assert.equal(new Set(selection.coins.map(({ lot }) => lot)).size, 1);
      assert.equal(new Set(selection.coins).size, selection.coins.length);
      assert.ok(selection.coins.every((one) => coins.includes(one)));
      assert.ok(sumOf(selection.coins) >= goal);
      assert.ok(selection.coins.length <= INPUTS_MAX);
    }),
    { numRuns: CASES },
  );
  t.diagnostic(`cases: coins chosen ${String(CASES)}`);
});

test('no fewer would do, and the rest of the room is for the smallest', (t) => {
  const few = fc.array(amount, { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(few, wanted, (amounts, goal) => {
      const coins = amounts.map((units, i) => coin(i, units));
      const selection = selectCoins(coins, goal);
      const count = fewest(coins, goal);
      if (selection.kind !== 'chosen') {
        assert.equal(count, Infinity);
        return;
      }
      assert.ok(sumOf(selection.coins.slice(0, count)) >= goal, 'the first are the fewest');
      assert.equal(selection.coins.length, coins.length, 'all others are dust that has room');
    }),
    { numRuns: CASES },
  );
  t.diagnostic(`cases: fewest coins ${String(CASES)}`);
});

test('dust is the smallest there is, up to the number that is prepared', () => {
  const many = fc.array(amount, { minLength: INPUTS_PREPARED_MAX + 1, maxLength: 60 });
  fc.assert(
    fc.property(many, (amounts) => {
      const coins = amounts.map((units, i) => coin(i, units));
      const largest = amounts.reduce((a, b) => (a > b ? a : b));
      const selection = selectCoins(coins, largest);
      assert.ok(selection.kind === 'chosen');
      const { coins: chosen } = selection;
      assert.equal(chosen.length, INPUTS_PREPARED_MAX);
      const left = coins.filter((one) => !chosen.includes(one));
      const taken = chosen.slice(1);
      assert.ok(taken.every((dust) => left.every((one) => one.amount >= dust.amount)));
    }),
    { numRuns: 200 },
  );
});

test('what is not chosen has its reason', () => {
  fc.assert(
    fc.property(anyCoins, wanted, (coins, goal) => {
      const lots = [...new Set(coins.map(({ lot }) => lot))];
      const reaching = lots.filter((lot) => sumOf(coins.filter((one) => one.lot === lot)) >= goal);
      const selection = selectCoins(coins, goal);
      switch (selection.kind) {
        case 'missing':
          assert.ok(sumOf(coins) < goal);
          assert.equal(selection.free, sumOf(coins));
          break;
        case 'ambiguous':
          assert.notEqual(reaching.length, 1);
          assert.ok(sumOf(coins) >= goal);
          break;
        case 'chosen':
          assert.equal(reaching.length, 1);
          break;
        case 'scattered':
          assert.fail('forty coins fit a call');
      }
    }),
    { numRuns: CASES },
  );
});

test('what takes more outputs than a call takes is told apart from what is missing', () => {
  const pennies = Array.from({ length: INPUTS_MAX + 1 }, (_, i) => coin(i, 1n));
  assert.deepEqual(selectCoins(pennies, BigInt(INPUTS_MAX) + 1n), {
    kind: 'scattered',
    reached: BigInt(INPUTS_MAX),
  });
  assert.equal(selectCoins(pennies, BigInt(INPUTS_MAX)).kind, 'chosen');
  assert.equal(selectCoins(pennies, BigInt(INPUTS_MAX) + 2n).kind, 'missing');
});
