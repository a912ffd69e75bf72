/**
 * The rows of the contract `assets` as views read them: decoded, and as committed. The state may be ahead of what is committed by a
 * block; whoever asks about the present says up to which effect.
 */

import { isCoded, rejection } from '@stele/base';
import {
  classesTable,
  classFromText,
  type ClassDefinition,
  type Marks,
  marksTable,
  type Sha256,
  slotsTable,
  suppliesTable,
} from '@stele/contracts';
import type { Row, StateReader } from '@stele/kernel';
import { decodeRow, type Scalar, type Table } from '@stele/kernel/contract';
import { nodeCrypto } from '@stele/protocol/node';

import { isCommitted } from '../rows.ts';
import type { OpenLedger } from '../open-ledger.ts';

export const ASSETS = 'assets';
const SHA_256 = 1;

/** Names of things are SHA-256 under every suite (spec/assets.md, "Identity"). */
export const sha256: Sha256 = (bytes) => nodeCrypto.hash(SHA_256, bytes);

export interface ReadClass {
  readonly id: Uint8Array;
  readonly definition: ClassDefinition;
  /** The row that says so. */
  readonly row: Row;
}

/** A class by its id; undefined when there is none. */
export function classOf(reader: StateReader, id: Uint8Array): ReadClass | undefined {
  const row = reader.row(ASSETS, classesTable.name, id);
  return row === undefined
    ? undefined
    : { id, definition: decodeRow(classesTable, row.value), row };
}

/** A committed class by what a caller calls it. Rejects with CLASS_ABSENT. */
export function namedClass(ledger: OpenLedger, text: string): ReadClass {
  const found = classOf(ledger.reader, classIdOf(text));
  if (found !== undefined && isCommitted(ledger, found.row.effect)) return found;
  throw classUnknown(text);
}

function classIdOf(text: string): Uint8Array {
  try {
    return classFromText(sha256, text);
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw classUnknown(text);
  }
}

/** Values of a slot's attributes, in the class's order. */
export function slotOf(reader: StateReader, key: Uint8Array): readonly Scalar[] {
  return decodedRow(reader, slotsTable, key) ?? [];
}

export function supplyOf(
  reader: StateReader,
  id: Uint8Array,
): { readonly issued: bigint; readonly redeemed: bigint } {
  const supply = decodedRow(reader, suppliesTable, id);
  return { issued: supply?.issued ?? 0n, redeemed: supply?.redeemed ?? 0n };
}

/** What is marked on a handle. */
export function marksOf(reader: StateReader, key: Uint8Array): Marks | undefined {
  return decodedRow(reader, marksTable, key);
}

function decodedRow<T>(reader: StateReader, table: Table<T>, key: Uint8Array): T | undefined {
  const row = reader.row(ASSETS, table.name, key);
  return row === undefined ? undefined : decodeRow(table, row.value);
}

function classUnknown(text: string): Error {
  return rejection('CLASS_ABSENT', `the chain has no class ${text.slice(0, 66)}`);
}
