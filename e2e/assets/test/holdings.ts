/** Live outputs as a story names them, read from the rows of the contract (spec/assets.md). */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { toHex } from '@stele/base';
import type { JsonObject } from '@stele/kernel/contract';
import { type CborValue, decode, principalFromCbor, principalToText } from '@stele/protocol';

/** As much of an output as spending it takes. */
export interface Spendable {
  /** 20 hexadecimal digits. */
  readonly key: string;
  readonly guard: string;
  readonly amount: bigint;
}

/** An output that nobody has spent. */
export interface Holding extends Spendable {
  /** Index of the entry that made it. */
  readonly entry: number;
  readonly className: string;
  readonly slot: string;
  /** Name of its state; empty for a class without states. */
  readonly state: string;
  /** Who it counts for. */
  readonly holder: string;
  /** Names of the exits, when it is in a hold. */
  readonly exits: readonly string[];
  readonly depth: number;
}

export interface Supply {
  readonly issued: bigint;
  readonly redeemed: bigint;
}

/** Words for ids. */
export interface Naming {
  /** By id of the class. */
  readonly classes: ReadonlyMap<string, string>;
  /** By text of the account. */
  readonly people: ReadonlyMap<string, string>;
}

export function readHolding(naming: Naming, key: string, row: Uint8Array): Holding {
  const [, classId, slot, amount, state, owner, , depth] = listOf(decode(row));
  const id = toHex(bytesOf(classId));
  return {
    key,
    guard: createHash('sha256').update(row).digest('hex').slice(0, 16),
    entry: Number.parseInt(key.slice(0, 16), 16),
    className: naming.classes.get(id) ?? id,
    slot: toHex(bytesOf(slot)),
    amount: amountOf(amount),
    state: state === null ? '' : textOf(listOf(state)[0]),
    ...readOwner(naming, owner),
    depth: Number(depth),
  };
}

export function readSupply(row: Uint8Array): Supply {
  const [issued, redeemed] = listOf(decode(row));
  return { issued: sumOf(issued), redeemed: sumOf(redeemed) };
}

function readOwner(
  { people }: Naming,
  value: CborValue | undefined,
): Pick<Holding, 'holder' | 'exits'> {
  const [kind, content] = listOf(value);
  const [party, , , exits] = kind === 0 ? [content] : listOf(decode(bytesOf(content)));
  const text = principalToText(principalFromCbor(party));
  const names = exits === undefined ? [] : listOf(exits).map((exit) => textOf(listOf(exit)[0]));
  return { holder: people.get(text) ?? text, exits: names };
}

function listOf(value: CborValue | undefined): readonly CborValue[] {
  assert.ok(Array.isArray(value));
  return value as readonly CborValue[];
}

function textOf(value: CborValue | undefined): string {
  assert.ok(typeof value === 'string');
  return value;
}

function bytesOf(value: CborValue | undefined): Uint8Array {
  assert.ok(value instanceof Uint8Array);
  return value;
}

/** `[0, big-endian bytes]` */
function amountOf(value: CborValue | undefined): bigint {
  const [tag, digits] = listOf(value);
  assert.equal(tag, 0);
  return BigInt(`0x0${toHex(bytesOf(digits))}`);
}

/** A sum may be nothing, which an amount may not. */
function sumOf(value: CborValue | undefined): bigint {
  return value === null ? 0n : amountOf(value);
}

/** An input as JSON has it. */
export function input(
  { key, guard }: Pick<Spendable, 'key' | 'guard'>,
  exit = '',
  preimage: string | null = null,
): JsonObject {
  return { output: { key: { key, guard } }, exit, preimage };
}
