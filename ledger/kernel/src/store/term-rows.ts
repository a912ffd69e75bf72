/**
 * Term rows (spec/contracts.md, "Terms"): under which terms a contract filed what it put. They are part of the derived state only:
 * no effect says them and no header commits to them.
 *
 *   `f` contract 0x00 table 0x00 ‖ length of the term: 1 byte ‖ term ‖ number of the put's effect: 8 bytes  →  key of the row
 *
 * The length keeps a term from being the beginning of another. The row's key is the value, because a page of rows would otherwise
 * read a block's whole effects for each.
 *
 * They stay when the row is put again. A deletion takes away those that it names: what answers "which are there now?" would otherwise
 * grow with all there ever were.
 */

import { concat, equal } from '@stele/base';
import { filedPrefix, NUMBER_BYTES, numberValue, writeNumber } from './layout.ts';
import type { Slab } from './slab.ts';
import type { Operation } from './store.ts';

/** A put that was filed. */
export interface FiledPut {
  /** The table, by what the keys of its term rows start with. */
  readonly table: { readonly filedPrefix: Uint8Array };
  readonly key: Uint8Array;
  /** Number of its effect. */
  readonly effect: number;
  readonly terms: readonly Uint8Array[];
}

/** What the keys of a term's rows start with; the effect's number follows. */
export function termPrefix(contract: string, table: string, term: Uint8Array): Uint8Array {
  return concat(filedPrefix(contract, table), Uint8Array.of(term.length), term);
}

/** Where in the order of keys an effect's number stands among a term's rows. */
export function termKey(prefix: Uint8Array, effect: number): Uint8Array {
  return concat(prefix, numberValue(effect));
}

/** What a block has filed, and taken away again. */
export interface FiledChanges {
  readonly filed: readonly FiledPut[];
  /** With the number of the put's effect, in this block or long before. */
  readonly unfiled: readonly FiledPut[];
}

/** One operation a term row. */
export function termOperations({ filed, unfiled }: FiledChanges, slab: Slab): Operation[] {
  const operations: Operation[] = [];
  const goneByEffect = goneAmong(filed, unfiled);
  for (const put of filed) {
    const gone = goneByEffect.get(put.effect);
    for (const term of put.terms) {
      if (gone !== undefined && isAmong(gone, term)) continue; // the deletion below says it
      operations.push({ kind: 'put', key: keyOf(put, term, slab), value: put.key });
    }
  }
  for (const put of unfiled) {
    for (const term of put.terms) operations.push({ kind: 'delete', key: keyOf(put, term, slab) });
  }
  return operations;
}

/** The terms of puts that are filed and unfiled in one block, by effect. Most that are unfiled were put in an earlier one. */
function goneAmong(
  filed: readonly FiledPut[],
  unfiled: readonly FiledPut[],
): ReadonlyMap<number, readonly Uint8Array[]> {
  const gone = new Map<number, readonly Uint8Array[]>();
  const first = filed[0]?.effect ?? Infinity;
  for (const { effect, terms } of unfiled) if (effect >= first) gone.set(effect, terms);
  return gone;
}

function isAmong(terms: readonly Uint8Array[], wanted: Uint8Array): boolean {
  return terms.some((term) => equal(term, wanted));
}

/** As termKey(termPrefix(…), …), without its steps. */
function keyOf({ table, effect }: FiledPut, term: Uint8Array, slab: Slab): Uint8Array {
  const { filedPrefix } = table;
  const termAt = filedPrefix.length + 1;
  const key = slab.take(termAt + term.length + NUMBER_BYTES);
  key.set(filedPrefix);
  key[termAt - 1] = term.length;
  key.set(term, termAt);
  writeNumber(key, termAt + term.length, effect);
  return key;
}
