/** How much of a class there is. */

import { decodeRow, putRow } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import type { Burnt } from '../deed.ts';
import type { Desk } from '../desk.ts';
import { suppliesTable, type Supply } from '../tables.ts';

const NONE: Supply = { issued: null, redeemed: null, marks: 0 };

/** Rows that were decoded, by identity. */
const decoded = new WeakMap<Uint8Array, Supply>();

export function supplyOf({ context }: Desk, classOf: Uint8Array): Supply {
  const row = context.get(suppliesTable.name, classOf);
  if (row === undefined) return NONE;
  let supply = decoded.get(row);
  if (supply === undefined) decoded.set(row, (supply = decodeRow(suppliesTable, row)));
  return supply;
}

/** What exists of the class now. */
export function outstanding({ issued, redeemed }: Supply): bigint {
  return (issued ?? 0n) - (redeemed ?? 0n);
}

export function putSupply({ context }: Desk, classOf: Uint8Array, supply: Supply): void {
  putRow(context, suppliesTable, classOf, supply);
}

/** Rows hold amounts from 1, and null for nothing. */
export function orNull(amount: bigint): bigint | null {
  return amount === 0n ? null : amount;
}

export function addIssued(desk: Desk, of: AssetClass, amount: bigint): void {
  const supply = supplyOf(desk, of.id);
  putSupply(desk, of.id, { ...supply, issued: (supply.issued ?? 0n) + amount });
}

export function addRedeemed(desk: Desk, burnt: readonly Burnt[]): void {
  for (const { of, amount } of burnt) {
    if (amount === 0n) continue;
    const supply = supplyOf(desk, of.id);
    putSupply(desk, of.id, { ...supply, redeemed: (supply.redeemed ?? 0n) + amount });
  }
}

export function addMarks(desk: Desk, classOf: Uint8Array, count: 1 | -1): void {
  const supply = supplyOf(desk, classOf);
  putSupply(desk, classOf, { ...supply, marks: supply.marks + count });
}
