/** Live outputs by whom they concern: those that count for a party, and holds with an exit that it may take. */

import { toHex } from '@stele/base';
import {
  balancesTable,
  exitTerm,
  holdingTerm,
  outputsTable,
  PARTY_BYTES,
  partyOf,
} from '@stele/contracts';
import {
  type OutputsQuery,
  type OutputView,
  type Page,
  type PartyQuery,
  principalFromText,
} from '@stele/protocol';

import type { OpenLedger } from '../open-ledger.ts';
import { ASSETS, namedClass, sha256 } from './asset-reader.ts';
import { outputView } from './output-view.ts';
import { type OutputRecord, readOutput } from './outputs.ts';
import { cursorParts, limitOf } from './pages.ts';

/** Rejects with PRINCIPAL_MALFORMED, CURSOR_MALFORMED. */
export async function holdPage(ledger: OpenLedger, query: PartyQuery): Promise<Page<OutputView>> {
  const party = partyFrom(query.account);
  const after = query.cursor === undefined ? -1 : Number(cursorParts(EFFECT, query.cursor)[0]);
  const limit = limitOf(query.limit);
  const items: OutputView[] = [];
  for await (const record of filedOutputs(ledger, exitTerm(party), after)) {
    if (items.length === limit) return { items, nextCursor: String(items.at(-1)?.effect) };
    items.push(await outputView(ledger, record));
  }
  return { items, nextCursor: null };
}

const EFFECT = /^(0|[1-9][0-9]{0,15})$/;

/** By class, and in a class oldest first. Rejects with PRINCIPAL_MALFORMED, CLASS_ABSENT, CURSOR_MALFORMED. */
export async function outputPage(
  ledger: OpenLedger,
  query: OutputsQuery,
): Promise<Page<OutputView>> {
  const party = partyFrom(query.account);
  const of = query.class === undefined ? undefined : namedClass(ledger, query.class).id;
  const limit = limitOf(query.limit);
  const items: OutputView[] = [];
  for await (const record of outputsFrom(ledger, { party, of }, placeOf(query.cursor))) {
    if (items.length === limit) return { items, nextCursor: cursorAfter(items) };
    items.push(await outputView(ledger, record));
  }
  return { items, nextCursor: null };
}

export function partyFrom(account: string): Uint8Array {
  return partyOf(sha256, principalFromText(account));
}

/** The last output already seen: its class, and the number of its effect. */
interface Seen {
  readonly of: string;
  readonly effect: number;
}

const PLACE = /^([0-9a-f]{32})\.(0|[1-9][0-9]{0,15})$/;

function placeOf(cursor: string | undefined): Seen {
  if (cursor === undefined) return { of: '', effect: -1 };
  const [of = '', effect] = cursorParts(PLACE, cursor);
  return { of, effect: Number(effect) };
}

function cursorAfter(items: readonly OutputView[]): string {
  const last = items.at(-1);
  return last === undefined ? '' : `${last.class.id}.${String(last.effect)}`;
}

async function* outputsFrom(
  ledger: OpenLedger,
  { party, of }: { readonly party: Uint8Array; readonly of: Uint8Array | undefined },
  seen: Seen,
): AsyncGenerator<OutputRecord> {
  for await (const id of classesFrom(ledger, { party, of })) {
    const name = toHex(id);
    if (name < seen.of) continue;
    const after = name === seen.of ? seen.effect : -1;
    yield* filedOutputs(ledger, holdingTerm(party, id), after);
  }
}

/** The classes of which a party has or had something: balances stay when nothing is left. */
async function* classesFrom(
  { reader }: OpenLedger,
  { party, of }: { readonly party: Uint8Array; readonly of: Uint8Array | undefined },
): AsyncGenerator<Uint8Array> {
  if (of !== undefined) {
    yield of;
    return;
  }
  const table = { contract: ASSETS, table: balancesTable.name };
  for await (const { key } of reader.rowsByPrefix(table, party)) yield key.subarray(PARTY_BYTES);
}

/** Live outputs that were filed under a term, after an effect, as committed. */
export async function* filedOutputs(
  ledger: OpenLedger,
  term: Uint8Array,
  after: number,
): AsyncGenerator<OutputRecord> {
  const { reader, tip } = ledger;
  const { effectCount } = tip;
  if (after + 1 >= effectCount) return;
  const range = { contract: ASSETS, table: outputsTable.name, term };
  for await (const { key } of reader.filed({ ...range, from: after + 1, end: effectCount })) {
    const record = await readOutput(ledger, key, effectCount);
    if (record !== undefined && record.end === undefined) yield record;
  }
}
