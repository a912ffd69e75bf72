// Sums of usage against sums made the long way, and whether two counts agree.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import {
  byCustomer,
  byDay,
  differencesBetween,
  lastDays,
  MEASURES,
  peakOf,
  queryOf,
  sumOf,
  type UsageRow,
} from './usage-sums.ts';

const amount = fc.integer({ min: 0, max: 1_000_000 });

/** As the server gives them: one row a customer and day. */
const rows: fc.Arbitrary<readonly UsageRow[]> = fc.uniqueArray(
  fc.record({
    customer: fc.constantFrom('cus_a', 'cus_b', 'cus_c'),
    day: fc.integer({ min: 0, max: 200 }).map((day) => dayOf(day)),
    records: amount,
    refusals: amount,
    units: amount,
  }),
  { selector: ({ customer, day }) => `${day}${customer}`, maxLength: 60 },
);

function dayOf(number: number): string {
  return new Date(Date.UTC(2026, 1, 1 + number)).toISOString().slice(0, 10);
}

void test('no unit is lost, whichever way it is summed', () => {
  fc.assert(
    fc.property(rows, (all) => {
      for (const measure of MEASURES) {
        const expected = all.reduce((sum, row) => sum + row[measure], 0);
        assert.equal(sumOf(all)[measure], expected);
        assert.equal(sumOf(byCustomer(all))[measure], expected);
        assert.equal(sumOf(byDay(all))[measure], expected);
      }
    }),
  );
});

void test('each customer has its own sum, the largest first', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const sums = byCustomer(all);
      for (const { customer, units } of sums) {
        const own = all.filter((row) => row.customer === customer);
        assert.equal(
          units,
          own.reduce((sum, row) => sum + row.units, 0),
        );
      }
      assert.ok(sums.every(({ units }, i) => i === 0 || (sums[i - 1]?.units ?? 0) >= units));
      assert.equal(sums.length, new Set(all.map(({ customer }) => customer)).size);
    }),
  );
});

void test('every day stands in the chart once and in order, those without usage too', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const days = byDay(all).map(({ day }) => day);
      assert.deepEqual(days, [...new Set(days)].sort());
      assert.equal(days.length === 0, all.length === 0);
      if (all.length === 0) return;
      const sorted = all.map(({ day }) => day).sort();
      const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
      const span = (Date.parse(last) - Date.parse(first)) / 86_400_000;
      assert.deepEqual([days.length, days[0], days.at(-1)], [span + 1, first, last]);
    }),
  );
});

void test('a leap day is a day, and a range of centuries does not fill the page', () => {
  const row = { customer: 'cus_a', records: 1, refusals: 0, units: 1 };
  const leap = byDay([
    { ...row, day: '2028-02-28' },
    { ...row, day: '2028-03-01' },
  ]);
  assert.deepEqual(
    leap.map(({ day, records }) => [day, records]),
    [
      ['2028-02-28', 1],
      ['2028-02-29', 0],
      ['2028-03-01', 1],
    ],
  );
  const wide = byDay([
    { ...row, day: '0001-01-01' },
    { ...row, day: '9999-12-31' },
  ]);
  assert.equal(wide.length, 800);
  assert.equal(wide.at(-1)?.day, '9999-12-31');
  assert.deepEqual(byDay([{ ...row, day: 'x' }]), []);
});

void test('the peak is the first day with the most', () => {
  const days = byDay([
    { customer: 'a', day: '2026-11-01', records: 2, refusals: 0, units: 1 },
    { customer: 'a', day: '2026-11-02', records: 5, refusals: 0, units: 1 },
    { customer: 'a', day: '2026-11-03', records: 5, refusals: 1, units: 1 },
  ]);
  assert.equal(peakOf(days, 'records')?.day, '2026-11-02');
  assert.equal(peakOf(days, 'refusals')?.day, '2026-11-03');
  assert.equal(peakOf([], 'units'), undefined);
});

void test('two counts agree in any order, and differ by a single unit', () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.constantFrom(...MEASURES), (all, at, measure) => {
      assert.deepEqual(differencesBetween(all, all.toReversed()), []);
      if (all.length === 0) return;
      const place = at % all.length;
      const row = all[place] ?? assert.fail();
      const changed = all.with(place, { ...row, [measure]: row[measure] + 1 });
      const differences = differencesBetween(all, changed);
      assert.deepEqual(
        differences.map(({ customer, day }) => [customer, day]),
        [[row.customer, row.day]],
      );
      assert.equal(differences[0]?.counted?.[measure], row[measure] + 1);
    }),
  );
});

void test('a row that only one side has is a difference, unless there is nothing in it', () => {
  const row = { customer: 'cus_a', day: '2026-11-21', records: 1, refusals: 0, units: 1 };
  const [difference] = differencesBetween([], [row]);
  assert.equal(difference?.shown, undefined);
  assert.equal(difference?.counted?.units, 1);
  assert.deepEqual(differencesBetween([{ ...row, records: 0, units: 0 }], []), []);
});

void test('the last thirty days by UTC, and what is empty is not asked for', () => {
  const range = lastDays(Date.parse('2026-03-01T00:30:00Z'), 'cus_a');
  assert.deepEqual(range, { from: '2026-01-31', to: '2026-03-01', customer: 'cus_a' });
  assert.deepEqual(queryOf({ from: '', to: '2026-03-01', customer: '' }), { to: '2026-03-01' });
});
