/** Classes of assets: what their issuers said of them, and how much there is. */

import { assert, toHex } from '@stele/base';
import { classesTable } from '@stele/contracts';
import type { StoredRow } from '@stele/kernel';
import { decodeRow, rowToJson } from '@stele/kernel/contract';
import {
  type ClassSummary,
  type ClassView,
  type JsonObject,
  type Page,
  type PageQuery,
} from '@stele/protocol';

import type { OpenLedger } from '../open-ledger.ts';
import { isCommitted } from '../rows.ts';
import { ASSETS, namedClass, type ReadClass, supplyOf } from './asset-reader.ts';
import { effectPlace } from './effect-place.ts';
import { cursorParts, limitOf } from './pages.ts';

export function classSummary({ id, definition }: ReadClass): ClassSummary {
  const { organisation, name, kind, scale } = definition;
  return { id: toHex(id), organisation, name, kind, scale };
}

/** Rejects with CLASS_ABSENT. */
export async function classView(ledger: OpenLedger, text: string): Promise<ClassView> {
  return viewOf(ledger, namedClass(ledger, text));
}

const CURSOR = /^([0-9a-f]{32})$/;

/** By id. Rejects with CURSOR_MALFORMED. */
export async function classPage(ledger: OpenLedger, query: PageQuery): Promise<Page<ClassView>> {
  const limit = limitOf(query.limit);
  const after = query.cursor === undefined ? undefined : cursorParts(CURSOR, query.cursor)[0];
  const items: ClassView[] = [];
  for await (const { key, effect, value } of classRows(ledger, after)) {
    if (!isCommitted(ledger, effect)) continue;
    if (items.length === limit) return { items, nextCursor: items.at(-1)?.id ?? null };
    const definition = decodeRow(classesTable, value);
    items.push(await viewOf(ledger, { id: key, definition, row: { effect, value } }));
  }
  return { items, nextCursor: null };
}

/** Those whose ids come after `after`. */
async function* classRows(
  { reader }: OpenLedger,
  after: string | undefined,
): AsyncGenerator<StoredRow> {
  const table = { contract: ASSETS, table: classesTable.name };
  for await (const row of reader.rowsByPrefix(table, new Uint8Array(0))) {
    if (after === undefined || toHex(row.key) > after) yield row;
  }
}

async function viewOf(ledger: OpenLedger, read: ReadClass): Promise<ClassView> {
  const { reader } = ledger;
  const place = await effectPlace(reader, read.row.effect);
  assert(place !== undefined, 'a committed row was put by an effect');
  const { issued, redeemed } = supplyOf(reader, read.id);
  return {
    ...classSummary(read),
    definition: rowToJson(classesTable, read.row.value) as JsonObject,
    issued: issued.toString(),
    redeemed: redeemed.toString(),
    definedAtHeight: place.height,
  };
}
