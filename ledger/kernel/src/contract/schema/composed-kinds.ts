/** The kinds made of others: optional, list, tuple, choice, judged. */

import { isCoded, rejection } from '@stele/base';
import { type CborValue } from '@stele/protocol';
import { type Json, type JsonObject, type Kind, misfit, within } from './kind.ts';
import { checkSchema, format, fromJson, jsonSchema, mayBeAbsent, parse, toJson } from './kinds.ts';
import { isJsonObject } from './ledger-kinds.ts';
import { rawToJson } from './raw-json.ts';
import type {
  ChoiceSchema,
  Fields,
  JudgedSchema,
  ListSchema,
  OptionalSchema,
  Schema,
  TupleSchema,
} from './schema.ts';

export const optionalKind: Kind<OptionalSchema, unknown> = {
  parse: ({ of }, value, at) => (value === null ? null : parse(of, value, at)),
  format: ({ of }, value) => (value === null ? null : format(of, value)),
  fromJson: ({ of }, json, at) =>
    json === undefined || json === null ? null : fromJson(of, json, at),
  toJson: ({ of }, value) => (value === null ? null : toJson(of, value)),
  jsonSchema: ({ of }) => ({ anyOf: [jsonSchema(of), { type: 'null' }] }),
  mayBeAbsent: () => true,
  check({ of }) {
    if (of.kind === 'optional') throw rejection('SCHEMA_MALFORMED', 'optional of optional');
    checkSchema(of);
  },
};

function counted(schema: ListSchema, value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw misfit(at, 'not a list');
  if (value.length < schema.countMin || value.length > schema.countMax) {
    throw misfit(at, `not ${String(schema.countMin)} to ${String(schema.countMax)} elements`);
  }
  return value;
}

export const listKind: Kind<ListSchema, readonly unknown[]> = {
  parse: (schema, value, at) =>
    counted(schema, value, at).map((one, i) =>
      parse(schema.of, one as CborValue, `${at}/${String(i)}`),
    ),
  format: (schema, value) => value.map((one) => format(schema.of, one)),
  fromJson: (schema, json, at) =>
    counted(schema, json, at).map((one, i) =>
      fromJson(schema.of, one as Json, `${at}/${String(i)}`),
    ),
  toJson: (schema, value) => value.map((one) => toJson(schema.of, one)),
  jsonSchema: (schema) => ({
    type: 'array',
    items: jsonSchema(schema.of),
    minItems: schema.countMin,
    maxItems: schema.countMax,
  }),
  mayBeAbsent: () => false,
  check({ of, countMin, countMax }) {
    const bounded = Number.isSafeInteger(countMin) && Number.isSafeInteger(countMax);
    if (!bounded || countMin < 0 || countMax < countMin) {
      throw rejection('SCHEMA_MALFORMED', 'a list has a smallest and a largest count');
    }
    checkSchema(of);
  },
};

type Named = Readonly<Record<string, unknown>>;

export const tupleKind: Kind<TupleSchema, Named> = {
  parse(schema, value, at) {
    if (!Array.isArray(value)) throw misfit(at, 'not an array');
    const items = value as readonly CborValue[];
    if (schema.version === null) return parseFields(schema.fields, items, at);
    if (items[0] !== schema.version) throw misfit(at, `not version ${String(schema.version)}`);
    return parseFields(schema.fields, items, at, 1);
  },
  format(schema, value) {
    const items = formatFields(schema.fields, value);
    return schema.version === null ? items : [schema.version, ...items];
  },
  fromJson: (schema, json, at) => fieldsFromJson(schema.fields, json, at),
  toJson: (schema, value) => fieldsToJson(schema.fields, value),
  jsonSchema: (schema) => fieldsJsonSchema(schema.fields),
  mayBeAbsent: () => false,
  check: (schema) => {
    checkFields(schema.fields);
  },
};

/** Reads positional values by name, from the one at `first` on. */
export function parseFields(
  fields: Fields,
  values: readonly CborValue[],
  at: string,
  first = 0,
): Named {
  const listed = listedFields(fields);
  const count = values.length - first;
  if (count !== listed.length) {
    throw misfit(at, `${String(count)} values in place of ${String(listed.length)}`);
  }
  const parsed: Record<string, unknown> = {};
  let i = first;
  for (const { name, schema, path } of listed) parsed[name] = parse(schema, values[i++], at + path);
  return parsed;
}

/** Named values by position. */
export function formatFields(fields: Fields, value: Named): CborValue[] {
  return listedFields(fields).map(({ name, schema }) => format(schema, value[name]));
}

interface Field {
  readonly name: string;
  readonly schema: Schema;
  /** What is added to a JSON pointer. */
  readonly path: string;
}

/** Fields in their order, listed once: every row that is read or written goes through them. */
const listings = new WeakMap<Fields, readonly Field[]>();

function listedFields(fields: Fields): readonly Field[] {
  let listed = listings.get(fields);
  if (listed === undefined) {
    listed = Object.entries(fields).map(([name, schema]) => ({ name, schema, path: `/${name}` }));
    listings.set(fields, listed);
  }
  return listed;
}

/** Reads a JSON object. Unknown names are refused: a misspelt optional field must not be lost. */
export function fieldsFromJson(fields: Fields, json: Json | undefined, at: string): Named {
  if (!isJsonObject(json)) throw misfit(at, 'not an object');
  for (const name of Object.keys(json)) {
    if (!Object.hasOwn(fields, name)) throw misfit(within(at, name), 'no such field');
  }
  const entries = Object.entries(fields).map(([name, schema]) => {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (value === undefined && !mayBeAbsent(schema)) throw misfit(`${at}/${name}`, 'missing');
    return [name, fromJson(schema, value, `${at}/${name}`)] as const;
  });
  return Object.fromEntries(entries);
}

export function fieldsToJson(fields: Fields, value: Named): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [name, toJson(schema, value[name])]),
  );
}

export function fieldsJsonSchema(fields: Fields): JsonObject {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, schema]) => [name, jsonSchema(schema)])),
    required: entries.filter(([, schema]) => !mayBeAbsent(schema)).map(([name]) => name),
    additionalProperties: false,
  };
}

/** Lower camel case, so that no name can be an array index, which JavaScript would move to the front. */
const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,31}$/;

/** Checks names and schemas. Rejects with SCHEMA_MALFORMED or SCHEMA_FREE_TEXT. */
export function checkFields(fields: Fields): void {
  for (const [name, schema] of Object.entries(fields)) {
    if (!FIELD_NAME.test(name)) {
      throw rejection('SCHEMA_MALFORMED', `"${name}" is not a field name in lower camel case`);
    }
    checkSchema(schema);
  }
}

function fieldOf(fields: Fields, name: string): Schema {
  const schema = fields[name];
  if (schema === undefined) throw rejection('SCHEMA_MALFORMED', `no field "${name}"`);
  return schema;
}

interface Choice {
  readonly kind: string;
  readonly value: unknown;
}

export const choiceKind: Kind<ChoiceSchema, Choice> = {
  parse({ of }, value, at) {
    if (!Array.isArray(value) || value.length !== 2) throw misfit(at, 'not a choice');
    const [number, chosen] = value as readonly CborValue[];
    const field = typeof number === 'number' ? listedFields(of)[number] : undefined;
    if (field === undefined) throw misfit(at, 'none of the choices');
    return { kind: field.name, value: parse(field.schema, chosen, at + field.path) };
  },
  format: ({ of }, { kind, value }) => [
    listedFields(of).findIndex(({ name }) => name === kind),
    format(fieldOf(of, kind), value),
  ],
  fromJson({ of }, json, at) {
    if (!isJsonObject(json)) throw misfit(at, 'not an object');
    const [kind, ...others] = Object.keys(json);
    if (kind === undefined || others.length > 0 || !Object.hasOwn(of, kind)) {
      throw misfit(at, `not an object of one of: ${Object.keys(of).join(', ')}`);
    }
    return { kind, value: fromJson(fieldOf(of, kind), json[kind], `${at}/${kind}`) };
  },
  toJson: ({ of }, { kind, value }) => ({ [kind]: toJson(fieldOf(of, kind), value) }),
  jsonSchema: ({ of }) => ({
    oneOf: Object.entries(of).map(([kind, schema]) => ({
      type: 'object',
      properties: { [kind]: jsonSchema(schema) },
      required: [kind],
      additionalProperties: false,
    })),
  }),
  mayBeAbsent: () => false,
  check({ of }) {
    if (Object.keys(of).length === 0) throw rejection('SCHEMA_MALFORMED', 'a choice of nothing');
    checkFields(of);
  },
};

export const judgedKind: Kind<JudgedSchema, CborValue> = {
  parse(_schema, value, at) {
    if (value === undefined) throw misfit(at, 'missing');
    return value;
  },
  format: (_schema, value) => value,
  fromJson: ({ of }, json, at) => format(of, fromJson(of, json, at)),
  toJson({ of }, value) {
    try {
      return toJson(of, parse(of, value, '#'));
    } catch (error) {
      if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
      return rawToJson(value); // a refused call is shown too, as what it is
    }
  },
  jsonSchema: ({ of }) => jsonSchema(of),
  mayBeAbsent: ({ of }) => mayBeAbsent(of),
  check: ({ of }) => {
    checkSchema(of);
  },
};
