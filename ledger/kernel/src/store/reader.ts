/**
 * Reads of what is persisted: for queries, which must never show a block that a crash could still take back. Execution reads through
 * state/executed-state.ts instead.
 */

import { assert, concat } from '@stele/base';
import { decodeEffectBlock, type EffectBlock } from './effect-record.ts';
import {
  decodeRow,
  effectsKey,
  endPrefix,
  prefixEnd,
  readNumber,
  type Row,
  tablePrefix,
  TIP_KEY,
  transactionKey,
} from './layout.ts';
import { momentOf } from '../state/tip.ts';
import { pastChunks } from './past-bits.ts';
import type { KvStore, RangeOptions } from './store.ts';
import { termKey, termPrefix } from './term-rows.ts';

/** Beyond the number of any effect. */
const LAST = Number.MAX_SAFE_INTEGER;

export interface StoredRow extends Row {
  readonly key: Uint8Array;
}

/** Rows of a term: of the effects `from` … `end` − 1. */
export interface TermRange extends RangeOptions {
  readonly contract: string;
  readonly table: string;
  readonly term: Uint8Array;
  readonly from: number;
  readonly end: number;
}

/** A put that was filed under a term. */
export interface FiledRow {
  /** Number of the effect. */
  readonly effect: number;
  /** Of the row. */
  readonly key: Uint8Array;
}

/** A block's effects from the store, with the number of the first. */
export interface StoredEffects extends EffectBlock {
  readonly firstEffect: number;
}

/** A store, or a moment of one. */
export type ReadableStore = Pick<KvStore, 'get' | 'range'>;

/** How far a store has come. */
export interface StoredMoment {
  readonly height: number;
  readonly effectCount: number;
  /** Entries in the log. */
  readonly size: number;
}

export class StateReader {
  readonly #store: ReadableStore;

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  /** The last block that is stored; undefined in an empty store. */
  moment(): StoredMoment | undefined {
    const stored = this.#store.get(TIP_KEY);
    return stored === undefined ? undefined : momentOf(stored);
  }

  row(contract: string, table: string, key: Uint8Array): Row | undefined {
    const stored = this.#store.get(concat(tablePrefix(contract, table), key));
    return stored === undefined ? undefined : decodeRow(stored);
  }

  /** Number of the effect that deleted the row last, in a table that keeps the ends of its rows. */
  endOf(contract: string, table: string, key: Uint8Array): number | undefined {
    const stored = this.#store.get(concat(endPrefix(contract, table), key));
    return stored === undefined ? undefined : readNumber(stored);
  }

  /** The rows whose keys start with `prefix`, in the order of their keys. */
  async *rowsByPrefix(
    { contract, table }: { readonly contract: string; readonly table: string },
    prefix: Uint8Array,
    options?: RangeOptions,
  ): AsyncGenerator<StoredRow> {
    const before = tablePrefix(contract, table);
    const start = concat(before, prefix);
    for await (const [key, value] of this.#store.range(start, prefixEnd(start), options)) {
      yield { key: key.subarray(before.length), ...decodeRow(value) };
    }
  }

  /** What was filed under a term, by the effects' numbers. */
  async *filed({
    contract,
    table,
    term,
    from,
    end,
    ...options
  }: TermRange): AsyncGenerator<FiledRow> {
    const prefix = termPrefix(contract, table, term);
    const found = this.#store.range(termKey(prefix, from), termKey(prefix, end), options);
    for await (const [key, value] of found) {
      yield { effect: readNumber(key, prefix.length), key: value };
    }
  }

  /** Index of the entry of a transaction. */
  entryIndexOf(id: Uint8Array): number | undefined {
    const stored = this.#store.get(transactionKey(id));
    return stored === undefined ? undefined : readNumber(stored);
  }

  /** The effects of one block, by the firstEffect of its header. */
  effectsOf(firstEffect: number): EffectBlock | undefined {
    const stored = this.#store.get(effectsKey(firstEffect));
    return stored === undefined ? undefined : decodeEffectBlock(stored);
  }

  /**
   * 256-byte chunks of the live bits when the chain had so many effects, at the end of some block; undefined when more than `endedMax`
   * effects have ended since.
   */
  liveChunks(effectCount: number, endedMax: number): Promise<readonly Uint8Array[] | undefined> {
    return pastChunks(this.#store, effectCount, endedMax);
  }

  /** One effect, encoded; undefined when there is none with this number. */
  async effect(number: number): Promise<Uint8Array | undefined> {
    for await (const { firstEffect, effects } of this.effectBlocks(number)) {
      return effects[number - firstEffect];
    }
    return undefined;
  }

  /** The blocks of effects from the one that holds effect `from` on, or from the next one when there is no such effect. */
  async *effectBlocks(from: number): AsyncGenerator<StoredEffects> {
    let start = from;
    const before = this.#store.range(effectsKey(0), effectsKey(from + 1), {
      reverse: true,
      limit: 1,
    });
    for await (const [key] of before) start = readNumber(key, 1);
    for await (const [key, value] of this.#store.range(effectsKey(start), effectsKey(LAST))) {
      const block = { firstEffect: readNumber(key, 1), ...decodeEffectBlock(value) };
      assert(block.effects.length > 0, 'a record of effects holds one or more');
      if (block.firstEffect + block.effects.length > from) yield block;
    }
  }
}
