/**
 * Timers (spec/contracts.md, "Timers"): a binary heap in rows of the kernel's own contract, so that they are state like any other:
 * derived again, undone, proven. Nothing is iterated; scheduling, taking away and firing touch rows in the depth of the heap.
 *
 *   (`chain`, `timers`, position: 8 bytes)                → `[atMs, contract, key]`     no row comes before its parent at (position − 1) / 2
 *   (`chain`, `timer-places`, contract ‖ 0x00 ‖ key)      → position
 *   (`chain`, `timer-count`, key empty)                   → how many there are
 *
 * The order is total: by time, then by contract and key as bytes. So what fires first does not depend on how the heap came about.
 */

import { assert, compare, concat, utf8 } from '@stele/base';
import { type CborValue, decode, encode } from '@stele/protocol';
import type { BlockState } from '../state/block-state.ts';
import type { Table } from '../state/executed-state.ts';
import { numberValue } from '../store/layout.ts';

/** A contract's code that is to run at a time. */
export interface Timer {
  readonly atMs: number;
  readonly contract: string;
  /** What the contract knows it by. */
  readonly key: Uint8Array;
}

const CHAIN_CONTRACT = 'chain';
const COUNT_KEY = new Uint8Array(0);
const SEPARATOR = Uint8Array.of(0);

export class Timers {
  readonly #state: BlockState;
  readonly #heap: Table;
  readonly #places: Table;
  readonly #counts: Table;

  constructor(state: BlockState) {
    this.#state = state;
    this.#heap = state.table(CHAIN_CONTRACT, 'timers');
    this.#places = state.table(CHAIN_CONTRACT, 'timer-places');
    this.#counts = state.table(CHAIN_CONTRACT, 'timer-count');
  }

  /** The one that is due first. */
  get next(): Timer | undefined {
    return this.#find(0);
  }

  get count(): number {
    return this.#number(this.#counts, COUNT_KEY) ?? 0;
  }

  /** Sets a timer in place of the one of the same contract and key, if there is one. */
  schedule(timer: Timer): void {
    const place = this.#number(this.#places, placeKey(timer));
    if (place !== undefined) {
      this.#settle(timer, place, this.count);
      return;
    }
    const { count } = this;
    this.#setCount(count + 1);
    this.#settle(timer, count, count + 1);
  }

  /** Takes a timer away, if there is one. */
  unschedule(contract: string, key: Uint8Array): void {
    const of = placeKey({ contract, key });
    const place = this.#number(this.#places, of);
    if (place === undefined) return;
    const last = this.count - 1;
    const moved = this.#at(last);
    this.#state.delete(this.#places, of);
    this.#state.delete(this.#heap, numberValue(last));
    this.#setCount(last);
    if (place !== last) this.#settle(moved, place, last);
  }

  /** Puts a timer where it belongs, from `place` up or down, in a heap of `count`; the others on the way move by one. */
  #settle(timer: Timer, place: number, count: number): void {
    const above = this.#rise(timer, place);
    this.#put(timer, above === place ? this.#sink(timer, place, count) : above);
  }

  /** Moves later parents down. Answers the place that is free then. */
  #rise(timer: Timer, from: number): number {
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = this.#at(parentPlace);
      if (!comesBefore(timer, parent)) break;
      this.#put(parent, place);
      place = parentPlace;
    }
    return place;
  }

  /** Moves earlier children up. Answers the place that is free then. */
  #sink(timer: Timer, from: number, count: number): number {
    let place = from;
    for (;;) {
      const childPlace = this.#earlierChild(place, count);
      if (childPlace === undefined) return place;
      const child = this.#at(childPlace);
      if (!comesBefore(child, timer)) return place;
      this.#put(child, place);
      place = childPlace;
    }
  }

  #earlierChild(place: number, count: number): number | undefined {
    const left = 2 * place + 1;
    const right = left + 1;
    if (left >= count) return undefined;
    return right < count && comesBefore(this.#at(right), this.#at(left)) ? right : left;
  }

  #put(timer: Timer, place: number): void {
    const { atMs, contract, key } = timer;
    this.#state.put(this.#heap, numberValue(place), encode([atMs, contract, key]));
    this.#state.put(this.#places, placeKey(timer), encode(place));
  }

  #setCount(count: number): void {
    if (count > 0) this.#state.put(this.#counts, COUNT_KEY, encode(count));
    else this.#state.delete(this.#counts, COUNT_KEY);
  }

  #at(place: number): Timer {
    const timer = this.#find(place);
    assert(timer !== undefined, 'a heap has no holes');
    return timer;
  }

  #find(place: number): Timer | undefined {
    const row = this.#state.get(this.#heap, numberValue(place));
    return row === undefined ? undefined : timerOf(row.value);
  }

  #number(table: Table, key: Uint8Array): number | undefined {
    const row = this.#state.get(table, key);
    return row === undefined ? undefined : (decode(row.value) as number);
  }
}

function timerOf(bytes: Uint8Array): Timer {
  const [atMs, contract, key] = decode(bytes) as readonly CborValue[];
  return { atMs: atMs as number, contract: contract as string, key: key as Uint8Array };
}

function placeKey({ contract, key }: Omit<Timer, 'atMs'>): Uint8Array {
  return concat(utf8(contract), SEPARATOR, key);
}

/** Whether a timer is to fire before another. */
export function comesBefore(a: Timer, b: Timer): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  return compare(placeKey(a), placeKey(b)) < 0;
}
