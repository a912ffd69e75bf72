/**
 * The state after the last executed block: what the store holds, under what has been executed but not yet written. The caller may
 * write a block's operations after later blocks were executed, so their rows wait here until `persisted` says they are stored.
 *
 * Rejected: one map a block, searched newest first. With 256 blocks waiting a miss would cost 256 look-ups; here a table has one
 * map of waiting rows, each with the height that wrote it last.
 */

import { assert } from '@stele/base';
import { EFFECT_KEY_BYTES_MAX } from '@stele/protocol';
import { KeyBuffer } from '../store/key-buffer.ts';
import {
  decodeRow,
  endPrefix,
  filedPrefix,
  readNumber,
  type Row,
  tablePrefix,
  TRANSACTION_PREFIX,
} from '../store/layout.ts';
import type { KvStore } from '../store/store.ts';
import type { FiledPut } from '../store/term-rows.ts';

/** A row that a block put, or its absence. */
export interface Slot {
  readonly key: Uint8Array;
  row: Row | undefined;
  /** Whether the block wrote it, or only read it. */
  changed: boolean;
  /** The effect that deleted it in this block, of a table that keeps the ends of rows. */
  end: number | undefined;
}

/** A transaction in the log. */
export interface PlacedTransaction {
  readonly id: Uint8Array;
  /** Of its entry. */
  readonly index: number;
}

/** What one block changed. */
export interface Layer {
  readonly height: number;
  readonly slots: ReadonlyMap<Table, ReadonlyMap<string, Slot>>;
  /** By the byte string of the id. */
  readonly transactions: ReadonlyMap<string, PlacedTransaction>;
  /** Execution never reads by term, so these wait for nothing but the store. */
  readonly filed: readonly FiledPut[];
  readonly unfiled: readonly FiledPut[];
}

interface WaitingRow {
  /** Of the last block that wrote it. */
  readonly height: number;
  readonly row: Row | undefined;
}

/** One table of one contract, by identity: the hot path looks tables up once. */
export class Table {
  readonly contract: string;
  readonly name: string;
  readonly prefix: Uint8Array;
  readonly keys: KeyBuffer;
  readonly filedPrefix: Uint8Array;
  readonly endPrefix: Uint8Array;
  readonly waiting = new Map<string, WaitingRow>();
  /** Rows as stored. Rows that are not there are not cached: most are looked up once, to see that an id is new. */
  readonly cached = new Map<string, Row>();

  constructor(contract: string, name: string) {
    this.contract = contract;
    this.name = name;
    this.prefix = tablePrefix(contract, name);
    this.keys = new KeyBuffer(this.prefix);
    this.filedPrefix = filedPrefix(contract, name);
    this.endPrefix = endPrefix(contract, name);
  }
}

/** Rows a table keeps in memory: the accounts and quotas of a busy hour. */
const CACHED_ROWS_MAX = 16_384;

export class ExecutedState {
  readonly #store: KvStore;
  readonly #tables = new Map<string, Map<string, Table>>();
  /** Index of the entry, by the byte string of the id. */
  readonly #transactions = new Map<string, number>();
  readonly #transactionKeys = new KeyBuffer(TRANSACTION_PREFIX);
  #layers: Layer[] = [];

  constructor(store: KvStore) {
    this.#store = store;
  }

  table(contract: string, name: string): Table {
    let tables = this.#tables.get(contract);
    if (tables === undefined) this.#tables.set(contract, (tables = new Map<string, Table>()));
    let table = tables.get(name);
    if (table === undefined) tables.set(name, (table = new Table(contract, name)));
    return table;
  }

  /** The row at `key`, whose byte string is `name`. */
  read(table: Table, name: string, key: Uint8Array): Row | undefined {
    const waiting = table.waiting.get(name);
    if (waiting !== undefined) return waiting.row;
    const cached = table.cached.get(name);
    if (cached !== undefined) return cached;
    // No row has a longer key: it would be no effect.
    if (key.length > EFFECT_KEY_BYTES_MAX) return undefined;
    const stored = this.#store.get(table.keys.with(key));
    if (stored === undefined) return undefined;
    const row = decodeRow(stored);
    remember(table, name, row);
    return row;
  }

  /** Index of the entry of transaction `id`, whose byte string is `name`. */
  entryIndexOf(name: string, id: Uint8Array): number | undefined {
    const waiting = this.#transactions.get(name);
    if (waiting !== undefined) return waiting;
    const stored = this.#store.get(this.#transactionKeys.with(id));
    return stored === undefined ? undefined : readNumber(stored);
  }

  /** Takes in what an executed block changed. */
  push(layer: Layer): void {
    const { height } = layer;
    const last = this.#layers.at(-1);
    assert(last === undefined || last.height + 1 === height, 'layers follow each other');
    for (const [table, slots] of layer.slots) {
      for (const [name, slot] of slots) {
        if (slot.changed) table.waiting.set(name, { height, row: slot.row });
      }
    }
    for (const [name, { index }] of layer.transactions) this.#transactions.set(name, index);
    this.#layers.push(layer);
  }

  /** Everything up to `height` can be read from the store now. */
  persisted(height: number): void {
    const count = this.#layers.findIndex((layer) => layer.height > height);
    const stored = count < 0 ? this.#layers : this.#layers.slice(0, count);
    this.#layers = count < 0 ? [] : this.#layers.slice(count);
    for (const layer of stored) this.#drop(layer);
  }

  #drop({ height, slots, transactions }: Layer): void {
    for (const [table, changes] of slots) {
      for (const name of changes.keys()) {
        const waiting = table.waiting.get(name);
        if (waiting?.height !== height) continue; // only read, or written again since
        table.waiting.delete(name);
        refresh(table, name, waiting.row);
      }
    }
    for (const name of transactions.keys()) this.#transactions.delete(name);
  }
}

function remember(table: Table, name: string, row: Row): void {
  if (table.cached.size >= CACHED_ROWS_MAX) {
    for (const oldest of table.cached.keys()) {
      table.cached.delete(oldest);
      break;
    }
  }
  table.cached.set(name, row);
}

/**
 * Brings the cache up to what the store holds now; rows that nobody asked for stay out. A row that stays gets bytes of its own: those
 * of a put lie in a buffer with many others, which would stay with it.
 */
function refresh(table: Table, name: string, row: Row | undefined): void {
  if (!table.cached.has(name)) return;
  if (row === undefined) table.cached.delete(name);
  else table.cached.set(name, { effect: row.effect, value: row.value.slice() });
}
