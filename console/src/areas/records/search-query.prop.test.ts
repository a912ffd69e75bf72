// Searches in the address bar: what is written is read back, hostile addresses ask for nothing, times keep their moment.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import {
  digestSearched,
  faultsOf,
  isLookUp,
  localTimeOf,
  readSearch,
  type RecordSearch,
  SEARCH_FIELDS,
  timeSearched,
  writeSearch,
} from './search-query.ts';

const hex = 'ab'.repeat(32);
const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const search: fc.Arbitrary<RecordSearch> = fc.record(
  {
    q: text,
    reference: text,
    kind: fc.constantFrom('contract', 'x-1'),
    from: fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
      .map((date) => date.toISOString()),
    digest: fc.constantFrom(`sha-256:${hex}`, `sm3:${hex}`, `sha-512:${hex}${hex}`),
    transaction: fc.constant(hex),
    supersedes: fc.constant(`ev_${hex.slice(32)}`),
  },
  { requiredKeys: [] },
);

test('a search is read off the address as it was written, and the service takes it', () => {
  fc.assert(
    fc.property(search, (wanted) => {
      assert.deepEqual(readSearch(writeSearch(wanted)), { ...wanted });
      assert.deepEqual(faultsOf(wanted), []);
    }),
  );
});

test('any address is read, and what the service would refuse is found at fault', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant(hex),
    fc.constant('2026-13-45T99:00:00Z'),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...SEARCH_FIELDS, '__proto__', 'cursor'), value),
      (given) => {
        const address = new URLSearchParams(Object.entries(given)).toString();
        const read = readSearch(address);
        const fields = Object.keys(read);
        assert.ok(fields.every((field) => SEARCH_FIELDS.some((known) => known === field)));
        const { from } = read;
        const isAsked = from !== undefined && !faultsOf(read).includes('from');
        assert.ok(!isAsked || Number.isFinite(Date.parse(from)));
      },
    ),
  );
});

const refused: readonly RecordSearch[] = [
  { q: 'x'.repeat(129) },
  { reference: 'x'.repeat(257) },
  { kind: 'Contract' },
  { from: '2026-01-31' },
  { from: '2026-13-01T00:00:00Z' },
  { to: 'yesterday' },
  { digest: hex },
  { digest: `md5:${hex}` },
  { digest: `sha-512:${hex}` },
  { digest: `sha-256:${hex.toUpperCase()}` },
  { transaction: `${hex}00` },
  { supersedes: hex },
];

for (const wanted of refused) {
  test(`not asked for: ${JSON.stringify(wanted).slice(0, 60)}`, () => {
    assert.deepEqual(faultsOf(wanted), Object.keys(wanted));
  });
}

test('a digest is understood as it is pasted', () => {
  assert.equal(digestSearched(` ${hex.toUpperCase()} `), `sha-256:${hex}`);
  assert.equal(digestSearched(`SHA256:${hex}`), `sha-256:${hex}`);
  assert.equal(digestSearched(`sm3: ${hex}`), `sm3:${hex}`);
  assert.equal(digestSearched(`${hex}${hex}`), `sha-512:${hex}${hex}`);
  assert.equal(digestSearched('  '), '');
});

test('a time keeps its moment between the field and the address', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const time = new Date(second * 1_000).toISOString();
      assert.equal(timeSearched(localTimeOf(time)), time);
    }),
  );
  assert.deepEqual(
    [localTimeOf('nonsense'), localTimeOf(undefined), timeSearched('')],
    ['', '', ''],
  );
  assert.deepEqual(faultsOf({ from: timeSearched('nonsense') }), ['from']);
});

test('what the ledger answers by itself is told from what search answers', () => {
  assert.equal(isLookUp({ digest: `sha-256:${hex}`, q: 'a' }), true);
  assert.equal(isLookUp({ q: 'a', kind: 'b' }), false);
});
