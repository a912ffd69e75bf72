import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { type LaneRow, lanesOf, type Traced } from './lanes.ts';

const CASES = 1_000;

function idOf(place: number): string {
  return `out_${place.toString(16).padStart(20, '0')}`;
}

/** Histories in which everything is made of what came before, given in any order. */
const history = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .chain((choices) => {
    const traced = choices.map((origins, place): Traced => ({
      id: idOf(place),
      from: place === 0 ? [] : origins.map((origin) => idOf(origin % place)),
    }));
    return fc.shuffledSubarray(traced, { minLength: 1 });
  });

interface Placed extends LaneRow {
  readonly at: number;
}

function placed(traced: readonly Traced[]): ReadonlyMap<string, Placed> {
  const { rows } = lanesOf(traced);
  return new Map(rows.map((row, at) => [row.id, { ...row, at }]));
}

void test('every output has a row below all that it was made of, and a line from each', (context) => {
  fc.assert(
    fc.property(history, (traced) => {
      const rows = placed(traced);
      assert.equal(rows.size, traced.length);
      for (const { id, from } of traced) {
        const own = rows.get(id);
        assert.ok(own !== undefined);
        const origins = [...new Set(from)].flatMap((origin) => rows.get(origin) ?? []);
        assert.deepEqual(
          own.incoming,
          origins.map(({ lane }) => lane),
        );
        assert.equal(own.missing, new Set(from).size - origins.length);
        for (const origin of origins) {
          assert.ok(origin.at < own.at);
          assert.ok(origin.goesOn);
        }
      }
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: histories ${String(CASES)}`);
});

void test('a line meets no other output on its way, and is drawn in every row that it passes', () => {
  fc.assert(
    fc.property(history, (traced) => {
      const rows = placed(traced);
      const inOrder = [...rows.values()];
      for (const { id, from } of traced) {
        const end = rows.get(id);
        for (const origin of from) {
          const start = rows.get(origin);
          if (start === undefined || end === undefined) continue;
          for (const between of inOrder.slice(start.at + 1, end.at)) {
            assert.notEqual(between.lane, start.lane, `${between.id} stands in the way`);
            assert.ok(between.passing.includes(start.lane), `${between.id} cuts the line`);
          }
        }
      }
    }),
    { numRuns: CASES },
  );
});

void test('the width is that of the widest row, and a lane is used again', () => {
  fc.assert(
    fc.property(history, (traced) => {
      const { rows, width } = lanesOf(traced);
      const used = rows.flatMap(({ lane, passing }) => [lane, ...passing]);
      assert.equal(width, Math.max(...used) + 1);
    }),
    { numRuns: CASES },
  );
  const chain = Array.from({ length: 30 }, (_, i) => ({
    id: idOf(i),
    from: i === 0 ? [] : [idOf(i - 1)],
  }));
  assert.equal(lanesOf(chain).width, 1, 'a chain is one line');
});

void test('a split and a merge', () => {
  const [a, b, c, d] = [idOf(1), idOf(2), idOf(3), idOf(4)];
  const { rows, width } = lanesOf([
    { id: d, from: [b, c] },
    { id: b, from: [a] },
    { id: c, from: [a] },
    { id: a, from: ['out_elsewhere'] },
  ]);
  assert.equal(width, 2);
  assert.deepEqual(
    rows.map(({ id, lane, incoming, passing, missing }) => ({
      id,
      lane,
      incoming,
      passing,
      missing,
    })),
    [
      { id: a, lane: 0, incoming: [], passing: [], missing: 1 },
      { id: b, lane: 1, incoming: [0], passing: [0], missing: 0 },
      { id: c, lane: 0, incoming: [0], passing: [1], missing: 0 },
      { id: d, lane: 0, incoming: [1, 0], passing: [], missing: 0 },
    ],
  );
});
