/** Tables: what their keys and rows consist of, and typed access for contract code. */

import { decode, encode } from '@stele/protocol';
import type { CallContext } from './context.ts';
import type { Json } from './schema/kind.ts';
import { format, fromJson, parse, toJson } from './schema/kinds.ts';
import type { Fields, Typed } from './schema/schema.ts';

export interface Table<Row = unknown> {
  readonly name: string;
  /** What a key is joined from: parts of fixed length, in order. */
  readonly key: Fields;
  /** What a row's canonical CBOR holds. */
  readonly row: Typed<Row>;
  /** Whether the store keeps, for readers, by which effect a row was deleted (spec/contracts.md, "Terms"). */
  readonly ends: boolean;
  /** Whether a key has a row once and, when that is deleted, never again: so that a put need not look for one. */
  readonly once: boolean;
}

export interface TableOptions {
  readonly ends?: boolean;
  readonly once?: boolean;
}

export function table<Row>(
  name: string,
  key: Fields,
  row: Typed<Row>,
  { ends = false, once = false }: TableOptions = {},
): Table<Row> {
  return { name, key, row, ends, once };
}

export function encodeRow<Row>(of: Table<Row>, row: Row): Uint8Array {
  return encode(format(of.row, row));
}

/** Reads a row that a contract wrote. What does not fit was not written by it: ARGS_MALFORMED is then a bug. */
export function decodeRow<Row>(of: Table<Row>, bytes: Uint8Array): Row {
  return parse(of.row, decode(bytes), '#') as Row;
}

/** A row for people, as its schema says. Rejects as decodeRow does. */
export function rowToJson(of: Table, bytes: Uint8Array): Json {
  return toJson(of.row, decodeRow(of, bytes));
}

/** The row that such a JSON is of, as its contract would have written it. Rejects with ARGS_MALFORMED. */
export function rowFromJson(of: Table, json: Json): Uint8Array {
  return encodeRow(of, fromJson(of.row, json, '#'));
}

export function getRow<Row>(
  context: CallContext,
  of: Table<Row>,
  key: Uint8Array,
): Row | undefined {
  const bytes = context.get(of.name, key);
  return bytes === undefined ? undefined : decodeRow(of, bytes);
}

export function hasRow(context: CallContext, of: Table, key: Uint8Array): boolean {
  return context.get(of.name, key) !== undefined;
}

export function putRow<Row>(context: CallContext, of: Table<Row>, key: Uint8Array, row: Row): void {
  context.put(of.name, key, encodeRow(of, row));
}

/** Puts a row and files it under terms (spec/contracts.md, "Terms"). */
export function putFiledRow<Row>(
  context: CallContext,
  of: Table<Row>,
  key: Uint8Array,
  { row, terms }: { readonly row: Row; readonly terms: readonly Uint8Array[] },
): void {
  context.put(of.name, key, encodeRow(of, row), terms);
}

export function deleteRow(context: CallContext, of: Table, key: Uint8Array): void {
  context.delete(of.name, key);
}

/** Deletes a row, and takes away the terms under which it was filed. */
export function deleteFiledRow(
  context: CallContext,
  of: Table,
  key: Uint8Array,
  terms: readonly Uint8Array[],
): void {
  context.delete(of.name, key, terms);
}
