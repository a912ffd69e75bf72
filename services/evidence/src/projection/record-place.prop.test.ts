import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RecordPlace } from '../records/record-reader.ts';
import { numberOfCall, numberOfPlace, placeOfNumber } from './record-place.ts';
import { patternOf, searchTextOf } from './search-text.ts';
import { dayNumber, dayText } from './tally.ts';

const place: fc.Arbitrary<RecordPlace> = fc.record(
  {
    index: fc.integer({ min: 0, max: 2 ** 35 - 1 }),
    call: fc.integer({ min: 0, max: 15 }),
    item: fc.integer({ min: 0, max: 9_999 }),
  },
  { noNullPrototype: true },
);

void test('a place and its number: there and back, in the order of making', (context) => {
  const compared = ['index', 'call', 'item'] as const;
  fc.assert(
    fc.property(place, place, (a, b) => {
      assert.deepEqual(placeOfNumber(numberOfPlace(a)), a);
      assert.deepEqual(placeOfNumber(numberOfCall(a)), { ...a, item: 0 });
      const expected = compared.map((part) => a[part] - b[part]).find((one) => one !== 0) ?? 0;
      assert.equal(Math.sign(numberOfPlace(a) - numberOfPlace(b)), Math.sign(expected));
    }),
    { numRuns: 1_000 },
  );
  context.diagnostic('cases: places of records 1000');
});

void test('days are those of UTC, and a day is written in one way', () => {
  assert.equal(dayText(dayNumber('2024-02-29')), '2024-02-29');
  assert.equal(dayNumber('1970-01-02'), 1);
  for (const text of ['2026-02-29', '2026-1-1', '2026-11-21T00:00', 'x', '', '20261121']) {
    assert.ok(Number.isNaN(dayNumber(text)), text);
  }
});

/** LIKE as its documentation says, to compare with. */
function isLike(text: string, pattern: string): boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern.charAt(at);
    if (letter === '%') source += '.*';
    else if (letter === '_') source += '.';
    else source += literal(letter === '\\' ? pattern.charAt(++at) : letter);
  }
  return new RegExp(`^${source}$`, 's').test(text);
}

function literal(letter: string): string {
  return String.raw`\u` + letter.charCodeAt(0).toString(16).padStart(4, '0');
}

void test('a part of a name is found in any case and script; wildcards are letters', (context) => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'B', '%', '_', '\\', '合', '同', 'É', 'é', 'İ', '\0', ' '),
    maxLength: 8,
  });
  fc.assert(
    fc.property(letters, letters, letters, (before, part, after) => {
      const { words } = searchTextOf({ name: before + part + after }) ?? assert.fail();
      assert.ok(isLike(words, patternOf(part)));
      assert.equal(isLike(words, patternOf('z')), false);
    }),
    { numRuns: 500 },
  );
  const cased = searchTextOf({ name: 'Rechnung ÉTÉ.PDF' }) ?? assert.fail();
  assert.ok(isLike(cased.words, patternOf('Été.pdf')));
  const { words } = searchTextOf({ name: 'ab', reference: 'cd' }) ?? assert.fail();
  assert.equal(isLike(words, patternOf('bc')), false, 'not across the two');
  assert.equal(isLike(words, patternOf('%')), false);
  assert.equal(searchTextOf({ metadata: 1, sizeBytes: 3 }), undefined);
  context.diagnostic('cases: parts of names 500');
});
