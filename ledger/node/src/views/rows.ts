/** Rows of contracts' tables: by key, and by a term they were filed under (spec/contracts.md, "Terms"). */

import { assert, rejection } from '@stele/base';
import { CHAIN_CONTRACT, type FiledRow } from '@stele/kernel';
import {
  decodeEffect,
  EFFECT_KEY_BYTES_MAX,
  type FindQuery,
  type FoundRow,
  type RowQuery,
  type RowView,
  TERM_BYTES_MAX,
} from '@stele/protocol';

import type { OpenLedger } from './open-ledger.ts';

/** Of one page. */
const FIND_PAGE_MAX = 1_000;

/** A row as the state has it, which may be ahead of what is committed; null when there is none. Rejects with TABLE_UNKNOWN. */
export function rowView(ledger: OpenLedger, { contract, table, key }: RowQuery): RowView | null {
  requireTable(ledger, contract, table);
  if (key.length > EFFECT_KEY_BYTES_MAX) return null;
  return ledger.reader.row(contract, table, key) ?? null;
}

/** Whether the block of an effect is committed. */
export function isCommitted({ tip }: OpenLedger, effect: number): boolean {
  return effect < tip.effectCount;
}

/** Committed puts that were filed under a term. Rejects with TABLE_UNKNOWN. */
export async function findRows(ledger: OpenLedger, query: FindQuery): Promise<readonly FoundRow[]> {
  const { contract, table, term, reverse = false } = query;
  requireTable(ledger, contract, table);
  const { from, end } = bounds(query, ledger.tip.effectCount);
  const limit = Math.min(query.limit, FIND_PAGE_MAX);
  if (from >= end || limit < 1 || !isTerm(term)) return [];
  const rows: FoundRow[] = [];
  const range = { contract, table, term, from, end, reverse, limit };
  for await (const filed of ledger.reader.filed(range)) {
    rows.push(await rowAsPut(ledger, query, filed));
  }
  return rows;
}

/** The effects whose puts are on the page: those of the chain, on the far side of the last one seen. */
function bounds(
  { after, reverse }: FindQuery,
  effectCount: number,
): { readonly from: number; readonly end: number } {
  if (reverse === true) return { from: 0, end: Math.min(after ?? effectCount, effectCount) };
  return { from: (after ?? -1) + 1, end: effectCount };
}

/** The row as it was put: from the table while it is there unchanged, else from its effect. */
async function rowAsPut(
  { reader }: OpenLedger,
  { contract, table }: FindQuery,
  { effect, key }: FiledRow,
): Promise<FoundRow> {
  const row = reader.row(contract, table, key);
  if (row?.effect === effect) return { key, effect, value: row.value };
  const bytes = await reader.effect(effect);
  const value = bytes === undefined ? null : decodeEffect(bytes).value;
  assert(value !== null, 'what was filed was put');
  return { key, effect, value };
}

/** No row is filed under anything else. */
function isTerm({ length }: Uint8Array): boolean {
  return length > 0 && length <= TERM_BYTES_MAX;
}

const CHAIN_TABLE = 'charter';

function requireTable({ kernel }: OpenLedger, contract: string, table: string): void {
  const isKnown =
    kernel.contracts.get(contract)?.tables.has(table) === true ||
    (contract === CHAIN_CONTRACT && table === CHAIN_TABLE);
  if (isKnown) return;
  const name = `${contract}.${table}`.slice(0, 64);
  throw rejection('TABLE_UNKNOWN', `the chain has no table ${name}`);
}
