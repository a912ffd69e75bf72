/** The operations on any schema, each handed to the schema's kind. */

import { rejection } from '@stele/base';
import type { CborValue } from '@stele/protocol';
import { choiceKind, judgedKind, listKind, optionalKind, tupleKind } from './composed-kinds.ts';
import { enclosedKind } from './enclosed-kind.ts';
import type { Json, JsonObject, Kind } from './kind.ts';
import { digestsKind, principalKind } from './ledger-kinds.ts';
import { accountKind, boolKind, bytesKind, identifierKind, uintKind } from './plain-kinds.ts';
import type { Schema } from './schema.ts';
import { amountKind, scalarKind } from './value-kinds.ts';

/** A kind whose types are known to fit the schema it was found by. */
type AnyKind = Kind<Schema, unknown>;

function kindOf({ kind }: Schema): AnyKind {
  switch (kind) {
    case 'bytes':
      return bytesKind;
    case 'account':
      return accountKind;
    case 'uint':
      return uintKind;
    case 'bool':
      return boolKind;
    case 'identifier':
      return identifierKind;
    case 'principal':
      return principalKind;
    case 'digests':
      return digestsKind;
    case 'amount':
      return amountKind;
    case 'scalar':
      return scalarKind;
    default:
      return composedKindOf(kind);
  }
}

function composedKindOf(
  kind: 'optional' | 'list' | 'tuple' | 'choice' | 'enclosed' | 'judged',
): AnyKind {
  switch (kind) {
    case 'enclosed':
      return enclosedKind;
    case 'choice':
      return choiceKind;
    case 'optional':
      return optionalKind;
    case 'list':
      return listKind;
    case 'tuple':
      return tupleKind;
    case 'judged':
      return judgedKind;
    default:
      throw unknownKind(kind);
  }
}

/** Schemas may arrive as data from outside, so a kind that the types exclude is still a rejection. */
function unknownKind(kind: unknown): Error {
  const name = typeof kind === 'string' ? kind : 'none';
  return rejection('SCHEMA_FREE_TEXT', `"${name}" is not a kind of schema`, {
    action: 'entries hold no free text: pass a digest and keep the text in a note',
  });
}

/** Reads decoded CBOR as `schema` says. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function parse(schema: Schema, value: CborValue | undefined, at: string): unknown {
  return kindOf(schema).parse(schema, value, at);
}

/** The CBOR of a value that fits. */
export function format(schema: Schema, value: unknown): CborValue {
  return kindOf(schema).format(schema, value);
}

/** Reads JSON as `schema` says. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function fromJson(schema: Schema, json: Json | undefined, at: string): unknown {
  return kindOf(schema).fromJson(schema, json, at);
}

/** The JSON of a value that fits. */
export function toJson(schema: Schema, value: unknown): Json {
  return kindOf(schema).toJson(schema, value);
}

/** JSON Schema of the JSON form. */
export function jsonSchema(schema: Schema): JsonObject {
  return kindOf(schema).jsonSchema(schema);
}

export function mayBeAbsent(schema: Schema): boolean {
  return kindOf(schema).mayBeAbsent(schema);
}

/** Checks a schema itself. Rejects with SCHEMA_FREE_TEXT or SCHEMA_MALFORMED. */
export function checkSchema(schema: Schema): void {
  kindOf(schema).check(schema);
}
