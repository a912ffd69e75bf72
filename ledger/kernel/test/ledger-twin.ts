/**
 * What a chain's rows, live bits and quotas must be, computed the slow way from nothing but its blocks' effects and outcomes: the
 * naive twin of the kernel's state.
 */

import { toHex } from '@stele/base';
import {
  decode,
  decodeEffect,
  decodeEntry,
  type Effect,
  leafHash,
  type Outcome,
  rootOf,
} from '@stele/protocol';
import { type Block, type KvStore, StateReader } from '../src/index.ts';
import { suite } from './person.ts';

const CHUNK_BYTES = 256;

export interface TwinRow {
  readonly effect: number;
  readonly value: Uint8Array;
}

export class LedgerTwin {
  /** Rows by `contract/table/key`. */
  readonly rows = new Map<string, TwinRow>();
  effectCount = 0;

  take(block: Block): void {
    for (const bytes of block.effects) this.#apply(decodeEffect(bytes));
  }

  #apply({ kind, contract, table, key, value }: Effect): void {
    const name = `${contract}/${table}/${toHex(key)}`;
    const effect = this.effectCount++;
    if (kind === 'put') this.rows.set(name, { effect, value: value ?? new Uint8Array(0) });
    if (kind === 'delete') this.rows.delete(name);
  }

  /** spec/block.md, "Live bits". */
  liveRoot(): Uint8Array {
    const chunks: Uint8Array[] = [];
    for (let bits = 0; bits < this.effectCount; bits += 8 * CHUNK_BYTES) {
      chunks.push(new Uint8Array(CHUNK_BYTES));
    }
    for (const { effect } of this.rows.values()) {
      const chunk = chunks[Math.floor(effect / (8 * CHUNK_BYTES))] ?? new Uint8Array(0);
      const at = (effect >> 3) % CHUNK_BYTES;
      chunk[at] = (chunk[at] ?? 0) | (1 << (effect & 7));
    }
    return rootOf(
      suite.H,
      chunks.map((chunk) => leafHash(suite.H, chunk)),
    );
  }

  /** Units left of an account; undefined: no limit. */
  unitsLeft(account: Uint8Array): number | undefined {
    const row = this.rows.get(`accounts/quotas/${toHex(account)}`);
    return row === undefined ? undefined : (decode(row.value) as number);
  }
}

/** Every row that a store holds of these tables, by `contract/table/key`. */
export async function storedRows(
  store: KvStore,
  tables: readonly (readonly [contract: string, table: string])[],
): Promise<Map<string, TwinRow>> {
  const reader = new StateReader(store);
  const rows = new Map<string, TwinRow>();
  for (const [contract, table] of tables) {
    for await (const { key, effect, value } of reader.rowsByPrefix(
      { contract, table },
      new Uint8Array(0),
    )) {
      rows.set(`${contract}/${table}/${toHex(key)}`, { effect, value });
    }
  }
  return rows;
}

/** The tables of the built-in contracts and the kernel's own. */
export const BUILTIN_TABLES = [
  ['chain', 'charter'],
  ['chain', 'rules'],
  ['accounts', 'accounts'],
  ['accounts', 'quotas'],
  ['evidence', 'records'],
  ['evidence', 'superseded'],
  ['evidence', 'batches'],
] as const;

/** The outcomes of a block's entries, in order. */
export function outcomesOf(block: Block): Outcome[] {
  return block.entries.flatMap((bytes) => {
    const entry = decodeEntry(bytes);
    return entry.kind === 'header' ? [] : [entry.outcome];
  });
}
