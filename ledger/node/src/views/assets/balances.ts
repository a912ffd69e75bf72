/** What counts for a party, by class, now or at the end of an earlier block (spec/assets.md, "What follows from the log"). */

import {
  balanceTerm,
  type BalanceRow,
  balancesTable,
  PARTY_BYTES,
  partyOf,
} from '@stele/contracts';
import { decodeRow } from '@stele/kernel/contract';
import {
  type BalancesQuery,
  type BalancesView,
  type BalanceView,
  decodeEffect,
  principalFromText,
} from '@stele/protocol';
import type { StoredRow } from '@stele/kernel';

import type { OpenLedger } from '../open-ledger.ts';
import { ASSETS, classOf, sha256 } from './asset-reader.ts';
import { classSummary } from './class-views.ts';
import { headerAt } from './heights.ts';

const TABLE = { contract: ASSETS, table: balancesTable.name };

/** Classes of which there is nothing left are left out. Rejects with PRINCIPAL_MALFORMED, HEIGHT_UNKNOWN. */
export async function balancesView(
  ledger: OpenLedger,
  { account, atHeight }: BalancesQuery,
): Promise<BalancesView> {
  const party = partyOf(sha256, principalFromText(account));
  const { height, effectCount } = await momentOf(ledger, atHeight);
  const items: BalanceView[] = [];
  // A row stays when nothing is left, so the rows of today name all classes that the party ever had.
  for await (const row of ledger.reader.rowsByPrefix(TABLE, party)) {
    const balance = await balanceBefore(ledger, row, effectCount);
    const view = balance && balanceView(ledger, row.key.subarray(PARTY_BYTES), balance);
    if (view !== undefined) items.push(view);
  }
  return { height, items };
}

/** The end of a block: effects below the count had been made. */
interface Moment {
  readonly height: number;
  readonly effectCount: number;
}

async function momentOf(ledger: OpenLedger, atHeight: number | undefined): Promise<Moment> {
  const { height, effectCount } = ledger.tip;
  if (atHeight === undefined) return { height, effectCount };
  const { header } = await headerAt(ledger, atHeight);
  return { height: atHeight, effectCount: header.firstEffect + header.effectCount };
}

/** The balance as it was last put before an effect; undefined when it was not yet. */
async function balanceBefore(
  { reader }: OpenLedger,
  { key, effect, value }: StoredRow,
  before: number,
): Promise<BalanceRow | undefined> {
  if (effect < before) return decodeRow(balancesTable, value);
  const term = balanceTerm(key.subarray(0, PARTY_BYTES), key.subarray(PARTY_BYTES));
  const range = { ...TABLE, term, from: 0, end: before, reverse: true, limit: 1 };
  for await (const put of reader.filed(range)) {
    const bytes = await reader.effect(put.effect);
    const row = bytes === undefined ? null : decodeEffect(bytes).value;
    return row === null ? undefined : decodeRow(balancesTable, row);
  }
  return undefined;
}

function balanceView(
  { reader }: OpenLedger,
  id: Uint8Array,
  balance: BalanceRow,
): BalanceView | undefined {
  const held = balance.held ?? 0n;
  const amount = (balance.free ?? 0n) + held;
  const read = classOf(reader, id);
  if (amount === 0n || read === undefined) return undefined;
  return { class: classSummary(read), amount: amount.toString(), held: held.toString() };
}
