/** A class as a file says it, and what it leaves out filled in: only what a class needs has to be written. */

import type { JsonObject } from '@stele/protocol';

import { isObject, jsonObjectIn } from '../files/json-file.ts';

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

/** JSON_MALFORMED, JSON_NOT_OBJECT; what is in it, the contract's schema says. */
export function completeClass(path: string, text: string): JsonObject {
  const read = jsonObjectIn(path, text);
  const limits = read['limits'] ?? {};
  return { ...nothing, ...read, limits: isObject(limits) ? { ...noLimits, ...limits } : limits };
}
