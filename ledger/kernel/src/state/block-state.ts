/**
 * The state while a block is executed: what it has read and written so far, and its effects (spec/block.md, "Effects"). A transaction
 * that is refused is undone by walking its journal back, so that success, the common case, copies nothing.
 */

import { assert } from '@stele/base';
import { EFFECT_KEY_BYTES_MAX, type Effect } from '@stele/protocol';
import { byteString } from '../store/byte-string.ts';
import type { Row } from '../store/layout.ts';
import type { FiledPut } from '../store/term-rows.ts';
import type { ExecutedState, PlacedTransaction, Slot, Table } from './executed-state.ts';

interface Undo {
  readonly slot: Slot;
  readonly row: Row | undefined;
  readonly changed: boolean;
  readonly end: number | undefined;
}

/** A point to which execution can be taken back. */
export interface Mark {
  readonly undo: number;
  readonly effects: number;
  readonly dead: number;
  readonly filed: number;
  readonly unfiled: number;
}

/** What a deletion does beside taking the row away: for readers only. */
export interface Deletion {
  /** Under which the row's put is found no longer. */
  readonly terms: readonly Uint8Array[] | undefined;
  /** Whether the store keeps by which effect the row ended. */
  readonly keepsEnd: boolean;
}

const PLAIN: Deletion = { terms: undefined, keepsEnd: false };

export class BlockState {
  /** The entry's place in its block, for the effects that follow. */
  position = 0;
  readonly firstEffect: number;
  readonly effects: Effect[] = [];
  /** Numbers of the effects whose rows were put again or deleted by this block. */
  readonly dead: number[] = [];
  /** Puts that were filed under terms. */
  readonly filed: FiledPut[] = [];
  /** Puts whose rows were deleted, with the terms under which they are found no longer. */
  readonly unfiled: FiledPut[] = [];
  readonly slots = new Map<Table, Map<string, Slot>>();
  /** Transactions of this block, by the byte string of the id. */
  readonly transactions = new Map<string, PlacedTransaction>();
  readonly #below: ExecutedState;
  readonly #undo: Undo[] = [];

  constructor(below: ExecutedState, firstEffect: number) {
    this.#below = below;
    this.firstEffect = firstEffect;
  }

  /** The number the next effect will have. */
  get nextEffect(): number {
    return this.firstEffect + this.effects.length;
  }

  table(contract: string, name: string): Table {
    return this.#below.table(contract, name);
  }

  get(table: Table, key: Uint8Array): Row | undefined {
    return this.#slot(table, key).row;
  }

  put(table: Table, key: Uint8Array, value: Uint8Array, terms?: readonly Uint8Array[]): void {
    this.#put(table, this.#slot(table, key), { value, terms });
  }

  /** Puts the row of a key that has never had one, so the store is not asked for it. */
  putNew(table: Table, key: Uint8Array, value: Uint8Array, terms?: readonly Uint8Array[]): void {
    const slot = this.#slot(table, key, true);
    assert(slot.row === undefined, 'a new row takes no other one’s place');
    this.#put(table, slot, { value, terms });
  }

  /** Takes the row away. Where there is none nothing happened, so there is no effect either. */
  delete(table: Table, key: Uint8Array, { terms, keepsEnd }: Deletion = PLAIN): void {
    const slot = this.#slot(table, key);
    const { row } = slot;
    if (row === undefined) return;
    const effect = this.#add('delete', table, { key: slot.key, value: null });
    this.#replace(slot, undefined);
    if (keepsEnd) slot.end = effect;
    if (terms !== undefined) this.unfiled.push({ table, key: slot.key, effect: row.effect, terms });
  }

  /** An effect that changes no row. `of` is an event's type or a result's method. */
  say(kind: 'event' | 'result', of: Named, { key, value }: Said): void {
    this.#add(kind, of, { key, value });
  }

  /** Whether transaction `id`, whose byte string is `name`, is in the log, or earlier in this block. */
  isKnown(name: string, id: Uint8Array): boolean {
    return this.transactions.has(name) || this.#below.entryIndexOf(name, id) !== undefined;
  }

  addTransaction(name: string, placed: PlacedTransaction): void {
    this.transactions.set(name, placed);
  }

  mark(): Mark {
    const { effects, dead, filed, unfiled } = this;
    return {
      undo: this.#undo.length,
      effects: effects.length,
      dead: dead.length,
      filed: filed.length,
      unfiled: unfiled.length,
    };
  }

  /** Undoes everything since `mark`: rows, effects, live bits, terms. */
  rollback(mark: Mark): void {
    for (let i = this.#undo.length - 1; i >= mark.undo; i--) {
      const undo = this.#undo[i];
      assert(undo !== undefined, 'the journal has no holes');
      undo.slot.row = undo.row;
      undo.slot.changed = undo.changed;
      undo.slot.end = undo.end;
    }
    this.#undo.length = mark.undo;
    this.effects.length = mark.effects;
    this.dead.length = mark.dead;
    this.filed.length = mark.filed;
    this.unfiled.length = mark.unfiled;
  }

  /** Says that nothing before this will be undone. */
  settle(): void {
    this.#undo.length = 0;
  }

  /** Reads through, once a block: the absence of a row is remembered too. */
  #slot(table: Table, key: Uint8Array, isNew = false): Slot {
    const name = byteString(key);
    let slots = this.slots.get(table);
    if (slots === undefined) this.slots.set(table, (slots = new Map<string, Slot>()));
    let slot = slots.get(name);
    if (slot === undefined) {
      slot = {
        key,
        row: isNew ? undefined : this.#below.read(table, name, key),
        changed: false,
        end: undefined,
      };
      slots.set(name, slot);
    }
    return slot;
  }

  #put(table: Table, slot: Slot, { value, terms }: NewRow): void {
    const effect = this.#add('put', table, { key: slot.key, value });
    this.#replace(slot, { effect, value });
    if (terms !== undefined) this.filed.push({ table, key: slot.key, effect, terms });
  }

  #replace(slot: Slot, row: Row | undefined): void {
    if (slot.row !== undefined) this.dead.push(slot.row.effect);
    const { row: before, changed, end } = slot;
    this.#undo.push({ slot, row: before, changed, end });
    slot.row = row;
    slot.changed = true;
  }

  #add(kind: Effect['kind'], { contract, name }: Named, { key, value }: Keyed): number {
    assert(key.length <= EFFECT_KEY_BYTES_MAX, 'the key of an effect is at most 256 bytes');
    const number = this.nextEffect;
    const { position } = this;
    this.effects.push({ position, kind, contract, table: name, key, value });
    return number;
  }
}

interface Named {
  readonly contract: string;
  readonly name: string;
}
interface Keyed {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}
interface NewRow {
  readonly value: Uint8Array;
  readonly terms: readonly Uint8Array[] | undefined;
}
interface Said extends Keyed {
  readonly value: Uint8Array;
}
