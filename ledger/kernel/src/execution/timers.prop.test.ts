import assert from 'node:assert/strict';
import test from 'node:test';
import { toHex, utf8 } from '@stele/base';
import { decode } from '@stele/protocol';
import fc from 'fast-check';
import { BlockState } from '../state/block-state.ts';
import { ExecutedState } from '../state/executed-state.ts';
import { byteString } from '../store/byte-string.ts';
import { numberValue } from '../store/layout.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { type Timer, Timers } from './timers.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';

/** What a contract knows a timer by, and the contract. */
type TimerName = Pick<Timer, 'contract' | 'key'>;

/** In hexadecimal, with what separates the two: such texts are in the order of the bytes. */
function nameOf({ contract, key }: TimerName): string {
  return `${toHex(utf8(contract))}00${toHex(key)}`;
}

/** The naive twin: timers by name, sorted whenever somebody asks. */
type TimerList = ReadonlyMap<string, Timer>;

function sorted(list: TimerList): Timer[] {
  const byName = [...list].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, timer]) => timer);
  return byName.sort((a, b) => a.atMs - b.atMs);
}

const name: fc.Arbitrary<TimerName> = fc.record({
  contract: fc.constantFrom('assets', 'as', 'toy', 'a-0'),
  key: fc.uint8Array({ maxLength: 2, max: 3 }),
});
const atMs = fc.oneof(fc.nat(5), fc.maxSafeNat());

type Step =
  | { readonly kind: 'schedule'; readonly timer: Timer }
  | { readonly kind: 'unschedule'; readonly timer: TimerName }
  | { readonly kind: 'fire' }
  | { readonly kind: 'mark' | 'rollback' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(name, atMs)
      .map(([one, at]): Step => ({ kind: 'schedule', timer: { ...one, atMs: at } })),
  },
  { weight: 4, arbitrary: name.map((timer): Step => ({ kind: 'unschedule', timer })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>({ kind: 'fire' }, { kind: 'mark' }, { kind: 'rollback' }),
  },
);

/** What a step makes of the list; `marked` is what a rollback goes back to. */
function naively(list: TimerList, marked: TimerList, one: Step): TimerList {
  const after = new Map(list);
  switch (one.kind) {
    case 'schedule':
      return after.set(nameOf(one.timer), one.timer);
    case 'unschedule':
      after.delete(nameOf(one.timer));
      return after;
    case 'fire':
      for (const first of sorted(list).slice(0, 1)) after.delete(nameOf(first));
      return after;
    case 'mark':
      return list;
    case 'rollback':
      return marked;
  }
}

function take(timers: Timers, one: Step): void {
  if (one.kind === 'schedule') timers.schedule(one.timer);
  const gone = one.kind === 'fire' ? timers.next : undefined;
  if (gone !== undefined) timers.unschedule(gone.contract, gone.key);
  if (one.kind === 'unschedule') timers.unschedule(one.timer.contract, one.timer.key);
}

/** Rows of one of the chain's tables as they are now, by the byte string of the key. */
function rowsOf(state: BlockState, table: string): Map<string, Uint8Array> {
  const slots = state.slots.get(state.table('chain', table)) ?? new Map<string, never>();
  const rows = new Map<string, Uint8Array>();
  for (const [key, { row }] of slots) if (row !== undefined) rows.set(key, row.value);
  return rows;
}

/** Every timer has a place, without holes; the place is known by its name; nothing else is there. */
function compareTables(state: BlockState, list: TimerList): void {
  const heap = rowsOf(state, 'timers');
  const places = rowsOf(state, 'timer-places');
  assert.equal(heap.size, list.size);
  assert.equal(places.size, list.size);
  assert.equal(rowsOf(state, 'timer-count').size, list.size === 0 ? 0 : 1);
  for (let place = 0; place < list.size; place++) {
    const row = heap.get(byteString(numberValue(place))) ?? assert.fail('a hole');
    const [at, contract, key] = decode(row) as [number, string, Uint8Array];
    const timer = { atMs: at, contract, key };
    assert.deepEqual(timer, list.get(nameOf(timer)));
    const placeKey = byteString(Buffer.concat([utf8(contract), Uint8Array.of(0), key]));
    assert.equal(decode(places.get(placeKey) ?? assert.fail('no place')), place);
  }
}

test('the heap is a sorted list, whatever is scheduled, taken away, fired and undone', (t) => {
  const runs = isDeep ? 20_000 : 300;
  let fired = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const state = new BlockState(new ExecutedState(new MemoryStore()), 0);
      const timers = new Timers(state);
      let [list, marked, mark] = [new Map() as TimerList, new Map() as TimerList, state.mark()];
      for (const one of steps) {
        const after = naively(list, marked, one);
        if (one.kind === 'mark') [marked, mark] = [list, state.mark()];
        else if (one.kind === 'rollback') state.rollback(mark);
        else take(timers, one);
        list = after;
        assert.deepEqual(timers.next, sorted(list)[0]);
        assert.equal(timers.count, list.size);
      }
      compareTables(state, list);
      for (const expected of sorted(list)) {
        assert.deepEqual(timers.next, expected);
        take(timers, { kind: 'fire' });
        fired++;
      }
      assert.equal(timers.next, undefined);
      compareTables(state, new Map());
    }),
    { numRuns: runs },
  );
  assert.ok(fired > runs, 'most lists hold some');
  t.diagnostic(`cases: timers against a sorted list ${String(runs)}`);
});

test('a timer among many moves the rows of one way through the heap', () => {
  const state = new BlockState(new ExecutedState(new MemoryStore()), 0);
  const timers = new Timers(state);
  const count = 4_095;
  const levels = 12;
  const keyOf = (i: number): Uint8Array => Uint8Array.of(i >> 8, i & 255);
  const cost = (run: () => void): number => {
    const before = state.effects.length;
    run();
    return state.effects.length - before;
  };
  for (let i = 0; i < count; i++) {
    timers.schedule({ atMs: (i * 7_919) % count, contract: 'toy', key: keyOf(i) });
  }
  const earliest = { atMs: 0, contract: 'as', key: keyOf(0) };
  const perRow = 2;
  const perTimer = 3; // its place, its row, the count
  assert.ok(
    cost(() => {
      timers.schedule(earliest);
    }) <=
      perRow * levels + perTimer,
  );
  assert.ok(
    cost(() => {
      take(timers, { kind: 'fire' });
    }) <=
      perRow * levels + perTimer,
  );
  const { next } = timers;
  assert.ok(next !== undefined);
  assert.equal(
    cost(() => {
      timers.schedule({ ...next });
    }),
    perRow,
    'where it is already',
  );
  assert.equal(
    cost(() => {
      timers.unschedule('nobody', keyOf(0));
    }),
    0,
  );
});
