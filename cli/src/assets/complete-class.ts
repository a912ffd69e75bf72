/** A class as a file says it, and what it leaves out filled in: only what a class needs has to be written. */

import type { JsonObject } from '@stele/protocol';

import { trouble } from '../trouble.ts';

const nothing = {
  scale: null,
  attributes: [],
  set: null,
  fields: [],
  states: [],
  steps: [],
  roles: [],
  moves: [],
  holders: null,
  hook: '',
  countersigner: null,
  terms: null,
};

const noLimits = {
  supply: null,
  perHolder: null,
  partMin: null,
  depthMax: null,
  rest: null,
  forValue: 'always',
  spends: null,
};

/** CLASS_FILE_MALFORMED when it is no JSON object; what is in it, the contract's schema says. */
export function completeClass(path: string, text: string): JsonObject {
  const read = objectIn(path, text);
  const limits = read['limits'] ?? {};
  return { ...nothing, ...read, limits: isObject(limits) ? { ...noLimits, ...limits } : limits };
}

function objectIn(path: string, text: string): JsonObject {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw trouble('CLASS_FILE_MALFORMED', { path, reason }, error);
  }
  if (isObject(read)) return read;
  throw trouble('CLASS_FILE_MALFORMED', { path, reason: 'JSON object expected' });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
