/** A class as a file says it, and what it leaves out filled in: only what a class needs has to be written. */

import type { ClassForm } from '@stele/sdk';

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
export function completeClass(path: string, text: string): ClassForm {
  const read = objectIn(path, text);
  const limits = typeof read['limits'] === 'object' ? read['limits'] : {};
  return { ...nothing, ...read, limits: { ...noLimits, ...limits } } as unknown as ClassForm;
}

function objectIn(path: string, text: string): Readonly<Record<string, unknown>> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw trouble('CLASS_FILE_MALFORMED', { path, reason }, error);
  }
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) {
    return read as Readonly<Record<string, unknown>>;
  }
  throw trouble('CLASS_FILE_MALFORMED', { path, reason: 'JSON object expected' });
}
