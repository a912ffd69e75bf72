import assert from 'node:assert/strict';
import test from 'node:test';
import { concat } from '@stele/base';
import { numbered } from '../../test/index.ts';
import fc from 'fast-check';
import { byteString } from '../store/byte-string.ts';
import { encodeRow, numberValue, tablePrefix, transactionKey } from '../store/layout.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Operation } from '../store/store.ts';
import { BlockState, type Mark } from './block-state.ts';
import { ExecutedState } from './executed-state.ts';

const TABLES = ['a', 'b'] as const;

interface Write {
  readonly kind: 'put' | 'delete' | 'mark' | 'rollback';
  readonly table: (typeof TABLES)[number];
  readonly key: number;
}

const write: fc.Arbitrary<Write> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('put' as const) },
    { weight: 3, arbitrary: fc.constant('delete' as const) },
    { weight: 1, arbitrary: fc.constantFrom('mark' as const, 'rollback' as const) },
  ),
  table: fc.constantFrom(...TABLES),
  key: fc.nat(5),
});

type Step =
  | { readonly kind: 'block'; readonly writes: readonly Write[] }
  | { readonly kind: 'abandon'; readonly writes: readonly Write[] }
  | { readonly kind: 'persist'; readonly share: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('block' as const),
      writes: fc.array(write, { maxLength: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('abandon' as const),
      writes: fc.array(write, { maxLength: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('persist' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

/** What a naive state holds: every row by name. */
type Rows = ReadonlyMap<string, number>;

/** Runs writes on both; a rollback goes to the last mark, which a copy of the map is. */
function execute(state: BlockState, before: Rows, writes: readonly Write[]): Rows {
  let rows = new Map(before);
  let marked: { mark: Mark; rows: Map<string, number> } = {
    mark: state.mark(),
    rows: new Map(rows),
  };
  for (const { kind, table, key } of writes) {
    const name = `${table}${String(key)}`;
    const of = state.table('contract', table);
    if (kind === 'mark') marked = { mark: state.mark(), rows: new Map(rows) };
    if (kind === 'rollback') {
      state.rollback(marked.mark);
      rows = new Map(marked.rows);
    }
    if (kind === 'put') {
      rows.set(name, state.nextEffect);
      state.put(of, numbered(4, key), numbered(4, key + 1));
    }
    if (kind === 'delete') {
      const [effects, had] = [state.effects.length, rows.delete(name)];
      state.delete(of, numbered(4, key));
      assert.equal(state.effects.length, effects + (had ? 1 : 0), 'a delete of nothing is nothing');
    }
    compareRows(state, rows);
  }
  return rows;
}

function compareRows(state: BlockState, rows: Rows): void {
  for (const table of TABLES) {
    for (let key = 0; key < 6; key++) {
      const row = state.get(state.table('contract', table), numbered(4, key));
      assert.equal(row?.effect, rows.get(`${table}${String(key)}`));
    }
  }
}

/** Dead are exactly the effects that put a row before or in this block and are no row any more. */
function compareDead(state: BlockState, before: Rows, after: Rows): void {
  const puts = state.effects.flatMap(({ kind }, i) =>
    kind === 'put' ? [state.firstEffect + i] : [],
  );
  const alive = new Set(after.values());
  const expected = [...before.values(), ...puts].filter((effect) => !alive.has(effect));
  assert.deepEqual(
    [...state.dead].sort((a, b) => a - b),
    expected.sort((a, b) => a - b),
  );
}

interface Waiting {
  readonly height: number;
  readonly operations: readonly Operation[];
}

function operationsOf(state: BlockState): Operation[] {
  const operations: Operation[] = [];
  for (const [table, slots] of state.slots) {
    for (const { key, row, changed } of slots.values()) {
      const stored = concat(tablePrefix(table.contract, table.name), key);
      if (!changed) continue;
      operations.push(
        row === undefined
          ? { kind: 'delete', key: stored }
          : { kind: 'put', key: stored, value: encodeRow(row) },
      );
    }
  }
  for (const { id, index } of state.transactions.values()) {
    operations.push({ kind: 'put', key: transactionKey(id), value: numberValue(index) });
  }
  return operations;
}

test('whatever is persisted when, reads are those of a naive state', async (t) => {
  const runs = 300;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const store = new MemoryStore();
      const executed = new ExecutedState(store);
      let rows: Rows = new Map();
      let [height, effects] = [0, 0];
      let waiting: Waiting[] = [];
      for (const one of steps) {
        if (one.kind === 'persist') {
          const count = Math.round(one.share * waiting.length);
          const ready = waiting.slice(0, count);
          waiting = waiting.slice(count);
          for (const { operations } of ready) await store.write(operations);
          const last = ready.at(-1);
          if (last !== undefined) executed.persisted(last.height);
          continue;
        }
        const state = new BlockState(executed, effects);
        compareRows(state, rows);
        const after = execute(state, rows, one.writes);
        compareDead(state, rows, after);
        if (one.kind === 'abandon') continue;
        const id = numbered(32, height);
        assert.equal(state.isKnown(byteString(id), id), false);
        state.addTransaction(byteString(id), { id, index: 7 * height });
        const { slots, transactions, filed, unfiled } = state;
        executed.push({ height, slots, transactions, filed, unfiled });
        waiting.push({ height, operations: operationsOf(state) });
        [rows, effects, height] = [after, state.nextEffect, height + 1];
        for (let i = 0; i < height; i++) {
          assert.equal(executed.entryIndexOf(byteString(numbered(32, i)), numbered(32, i)), 7 * i);
        }
      }
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: overlay against a naive state ${String(runs)}`);
});

test('the cache of rows is bounded and never stale', async () => {
  const store = new MemoryStore();
  const executed = new ExecutedState(store);
  const table = executed.table('contract', 'a');
  const count = 20_000;
  await store.write(
    Array.from({ length: count }, (_, i) => ({
      kind: 'put' as const,
      key: concat(table.prefix, numbered(4, i)),
      value: encodeRow({ effect: i, value: numbered(4, 1) }),
    })),
  );
  for (let i = 0; i < count; i++) {
    const key = numbered(4, i);
    assert.equal(executed.read(table, byteString(key), key)?.effect, i);
  }
  assert.ok(table.cached.size < count);
});
