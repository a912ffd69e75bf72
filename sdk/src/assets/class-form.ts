/** A class's definition as JSON, whoever wrote it: a file, or a node in its answer. */

import { assert } from '@stele/base';
import { assets } from '@stele/contracts';
import { argumentsFromJson, argumentsToJson } from '@stele/kernel/contract';
import type { CborValue, JsonObject } from '@stele/protocol';
import type { ClassForm } from './forms.ts';

/** Reads a definition by the contract's own schema. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function classForm(json: JsonObject): ClassForm {
  return classFormOf(argumentsFromJson(defineMethod(), json));
}

/** The definition that the positional arguments of a call of `define` say; they have been executed, so they fit. */
export function classFormOf(args: readonly CborValue[]): ClassForm {
  // What the schema writes has its form; the compiler knows a schema's values, not its JSON.
  return argumentsToJson(defineMethod(), args) as unknown as ClassForm;
}

function defineMethod(): NonNullable<ReturnType<typeof assets.methods.get>> {
  const method = assets.methods.get('define');
  assert(method !== undefined, 'the contract defines classes');
  return method;
}
