/** Tables: what their keys and rows consist of, and typed access for contract code. */

import { decode, encode } from '@stele/protocol';
import type { CallContext } from './context.ts';
import { format, parse } from './schema/kinds.ts';
import type { Fields, Typed } from './schema/schema.ts';

export interface Table<Row = unknown> {
  readonly name: string;
  /** What a key is joined from: parts of fixed length, in order. */
  readonly key: Fields;
  /** What a row's canonical CBOR holds. */
  readonly row: Typed<Row>;
}

export function table<Row>(name: string, key: Fields, row: Typed<Row>): Table<Row> {
  return { name, key, row };
}

export function encodeRow<Row>(of: Table<Row>, row: Row): Uint8Array {
  return encode(format(of.row, row));
}

/** Reads a row that a contract wrote. What does not fit was not written by it: ARGS_MALFORMED is then a bug. */
export function decodeRow<Row>(of: Table<Row>, bytes: Uint8Array): Row {
  return parse(of.row, decode(bytes), '#') as Row;
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
