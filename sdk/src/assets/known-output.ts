/** What an output holds, read from its row as stored; and whether a row is what a guard or a slot names. */

import { assert, equal, fromHex, isCoded, toHex } from '@stele/base';
import { assets, guardOf, slotId } from '@stele/contracts';
import { decodeRow, rowFromJson, rowToJson } from '@stele/kernel/contract';
import type { Scalar, Table } from '@stele/kernel/contract';
import type { JsonValue, OutputView } from '@stele/protocol';
import { sha256 } from './class-name.ts';
import type { AmountText, ClassId, OwnerForm } from './forms.ts';

export interface KnownOutput {
  readonly class: ClassId;
  /** 32 hexadecimal digits. */
  readonly slot: string;
  readonly amount: AmountText;
  readonly owner: OwnerForm;
  readonly state: { readonly name: string; readonly values: readonly JsonValue[] } | null;
}

function tableOf(name: string): Table {
  const table = assets.tables.get(name);
  assert(table !== undefined, `the contract has the table ${name}`);
  return table;
}

/** Reads a row; undefined when it is none. */
export function outputIn(row: Uint8Array): KnownOutput | undefined {
  return unlessCoded(() => rowToJson(tableOf('outputs'), row) as unknown as KnownOutput);
}

/**
 * The row of an output that is no longer in the state, put together again from what a node tells of it; undefined when that makes none.
 * Like every row it is believed only by its guard.
 */
export function rowOfView(view: OutputView): Uint8Array | undefined {
  const { class: of, slot, amount, state, owner, acquiredAt, depth, payload } = view;
  const json = {
    ...{ class: of.id, slot, amount, owner, depth, payload },
    state: state === null ? null : { name: state.name, values: Object.values(state.fields) },
    acquiredAtMs: Date.parse(acquiredAt),
  };
  return unlessCoded(() => rowFromJson(tableOf('outputs'), json));
}

/** Whether the row is the content of the output that `guard`, hexadecimal, names. */
export function isGuardedBy(row: Uint8Array, guard: string): boolean {
  return equal(guardOf(sha256, row), fromHex(guard));
}

/** The values of the attributes that make the slot; undefined when the row is not of this slot. */
export function attributesIn(
  row: Uint8Array,
  of: { readonly class: ClassId; readonly slot: string },
): readonly JsonValue[] | undefined {
  const table = tableOf('slots');
  return unlessCoded(() => {
    const values = decodeRow(table, row) as readonly Scalar[];
    const isOfSlot = toHex(slotId(sha256, fromHex(of.class), values)) === of.slot;
    return isOfSlot ? (rowToJson(table, row) as readonly JsonValue[]) : undefined;
  });
}

function unlessCoded<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}
