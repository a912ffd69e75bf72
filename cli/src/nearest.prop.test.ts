import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { editDistance, nearest } from './nearest.ts';

/** The definition, word by word, without a table. */
function naiveDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const cost = a.at(-1) === b.at(-1) ? 0 : 1;
  const swaps = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return Math.min(
    naiveDistance(a.slice(0, -1), b) + 1,
    naiveDistance(a, b.slice(0, -1)) + 1,
    naiveDistance(a.slice(0, -1), b.slice(0, -1)) + cost,
    swaps ? naiveDistance(a.slice(0, -2), b.slice(0, -2)) + 1 : Number.POSITIVE_INFINITY,
  );
}

void test('the distance is that of the definition', (context) => {
  const cases = 300;
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(editDistance(a, b), naiveDistance(a, b));
    }),
    { numRuns: cases },
  );
  context.diagnostic(`cases: edit distance ${String(cases)}`);
});

void test('a slip is corrected, a guess is not made', () => {
  const commands = ['start', 'status', 'notarize', 'verify', 'trust add'];
  assert.equal(nearest('notarise', commands), 'notarize');
  assert.equal(nearest('verfiy', commands), 'verify');
  assert.equal(nearest('trust ad', commands), 'trust add');
  assert.equal(nearest('transfer', commands), undefined);
  assert.equal(nearest('x', commands), undefined);
});
