/** What every kind of schema can do, and how a value that does not fit is refused. */

import { rejection } from '@stele/base';
import type { CborValue } from '@stele/protocol';
import type { Schema } from './schema.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * One kind of schema. `Value` is what contract code works with. `at` is where in the arguments a value stands, as a JSON pointer
 * fragment ("#/item/digests"), for the reader of a refusal.
 */
export interface Kind<S extends Schema, Value> {
  /** Reads decoded CBOR. Rejects with ARGS_MALFORMED. */
  parse(schema: S, value: CborValue | undefined, at: string): Value;
  format(schema: S, value: Value): CborValue;
  /** Reads JSON; what a reader may leave out is undefined. Rejects with ARGS_MALFORMED. */
  fromJson(schema: S, json: Json | undefined, at: string): Value;
  toJson(schema: S, value: Value): Json;
  /** JSON Schema 2020-12 of the JSON form. */
  jsonSchema(schema: S): JsonObject;
  /** Whether JSON may leave the value out. */
  mayBeAbsent(schema: S): boolean;
  /** Checks the schema itself, which may come from a contract that somebody wrote. Rejects with SCHEMA_* codes. */
  check(schema: S): void;
}

/** The place of a named part: RFC 6901 escapes, since JSON from outside may have any name. */
export function within(at: string, name: string): string {
  return `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The rejection of a value that does not fit its schema. */
export function misfit(at: string, what: string): Error {
  return rejection('ARGS_MALFORMED', `${at}: ${what}`, { data: { pointer: at } });
}
