/** A method's arguments in their three forms: positional CBOR in calls, named values in contract code, JSON for people. */

import { isCoded } from '@stele/base';
import type { CborValue } from '@stele/protocol';
import type { Method, Summary } from './define.ts';
import {
  fieldsFromJson,
  fieldsJsonSchema,
  fieldsToJson,
  formatFields,
  parseFields,
} from './schema/composed-kinds.ts';
import type { Json, JsonObject } from './schema/kind.ts';
import { rawToJson } from './schema/raw-json.ts';

/** What says which arguments there are: a method, or anything else that takes some. */
type Taker = Pick<Method, 'args'>;

/** Arguments by name, checked against the method's schemas. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Checks positional arguments. Rejects with ARGS_MALFORMED. */
export function parseArguments(method: Taker, args: readonly CborValue[]): Arguments {
  return parseFields(method.args, args, '#');
}

/** The inverse of parseArguments. */
export function formatArguments(method: Taker, args: Arguments): readonly CborValue[] {
  return formatFields(method.args, args);
}

/** Positional arguments from the JSON that people write. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function argumentsFromJson(method: Taker, json: Json): readonly CborValue[] {
  return formatFields(method.args, fieldsFromJson(method.args, json, '#'));
}

/** Arguments for people. Those of an unknown method, or that do not fit, are shown by position. */
export function argumentsToJson(method: Taker | undefined, args: readonly CborValue[]): Json {
  if (method === undefined) return rawToJson(args);
  try {
    return fieldsToJson(method.args, parseArguments(method, args));
  } catch (error) {
    if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
    return rawToJson(args);
  }
}

/** JSON Schema 2020-12 of the JSON form. */
export function argumentsJsonSchema(method: Method): JsonObject {
  return fieldsJsonSchema(method.args);
}

/** What the call does, in words, with its arguments filled in. Rejects with ARGS_MALFORMED. */
export function summarize(method: Method, args: readonly CborValue[]): Summary {
  const json = fieldsToJson(method.args, parseArguments(method, args));
  const fill = (template: string): string =>
    template.replace(/\{([^}]*)\}/g, (_match, name: string) => asText(json[name] ?? null));
  return { en: fill(method.summary.en), 'zh-CN': fill(method.summary['zh-CN']) };
}

function asText(json: Json): string {
  if (json === null) return '–';
  return typeof json === 'string' ? json : JSON.stringify(json);
}
