/**
 * JSON from a file, a page or a template, read by the contract's own schemas: what may be left out is there as null afterwards. What a
 * schema writes has its form; the compiler knows a schema's values, not its JSON, so that is said here, and here only.
 */

import { definitionFields, ownerSchema, paymentByIds, paymentFields } from '@stele/contracts';
import { argumentsFromJson, argumentsToJson, isJsonObject } from '@stele/kernel/contract';
import type { Json } from '@stele/kernel/contract';
import type { CborValue, JsonObject, JsonValue } from '@stele/protocol';
import { sha256 } from './class-name.ts';
import type { ClassForm, OwnerForm } from './forms.ts';
import type { Payment } from './payment.ts';

const DEFINITION = { args: definitionFields };
const OWNED = { args: { owner: ownerSchema } };
const PAYMENT = { args: paymentFields };

type Taker = Parameters<typeof argumentsFromJson>[0];

/** A class's definition, whoever wrote it: a file, or a node in its answer. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function classForm(json: JsonObject): ClassForm {
  return read(DEFINITION, json) as unknown as ClassForm;
}

/** The definition that the positional arguments of a call of `define` say; they have been executed, so they fit. */
export function classFormOf(args: readonly CborValue[]): ClassForm {
  return argumentsToJson(DEFINITION, args) as unknown as ClassForm;
}

/** A definition in which only what the class has was written: the rest is empty, or without a limit. */
export function wholeClass(json: JsonObject): JsonObject {
  const limits = json['limits'] ?? {};
  return {
    ...EMPTY,
    ...json,
    limits: isJsonObject(limits) ? { forValue: 'always', ...limits } : limits,
  };
}

const EMPTY = { attributes: [], fields: [], states: [], steps: [], roles: [], moves: [], hook: '' };

/** A party, or a hold. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function ownerForm(json: JsonValue): OwnerForm {
  const { owner } = read(OWNED, { owner: json }) as unknown as { readonly owner: OwnerForm };
  return owner;
}

/** What is to be paid; the class may be `acme/receivable`, an output `out_…`. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function paymentForm(json: JsonObject): Payment {
  return read(PAYMENT, paymentByIds(sha256, json)) as unknown as Payment;
}

function read(taker: Taker, json: JsonObject): Json {
  return argumentsToJson(taker, argumentsFromJson(taker, json));
}
