/** JSON that people write. */

import { isJsonObject } from '@stele/kernel/contract';
import type { JsonObject, JsonValue } from '@stele/protocol';

import { trouble } from '../trouble.ts';

/** The object that a file's text is. JSON_MALFORMED, JSON_NOT_OBJECT. */
export function jsonObjectIn(path: string, text: string): JsonObject {
  const value = parsed(path, text);
  if (isJsonObject(value)) return value;
  throw trouble('JSON_NOT_OBJECT', { path });
}

function parsed(path: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw trouble('JSON_MALFORMED', { path, reason: error.message }, error);
  }
}
