/** What is to be paid: no arguments of a method, prepare makes a transfer of them (spec/assets.md, "What follows from the log"). */

import { isCoded, toHex } from '@stele/base';
import {
  amount,
  bytes,
  type Json,
  type JsonObject,
  list,
  optional,
  principal,
} from '@stele/kernel/contract';
import { classFromText, outputFromText, type Sha256 } from '../ids.ts';
import { INPUTS_MAX } from '../limits.ts';
import { ownerSchema } from './owner.ts';

export const paymentFields = {
  from: principal(),
  class: bytes(16),
  slot: optional(bytes(16)),
  amount: amount(),
  to: ownerSchema,
  /** Keys of the outputs that may pay; null: whichever reach. */
  inputs: optional(list(bytes(10), { min: 1, max: INPUTS_MAX })),
};

/** A payment in which the class may be named by its name, and outputs by their ids, as the schema has them; what is neither is left for it to refuse. */
export function paymentByIds(sha256: Sha256, json: JsonObject): JsonObject {
  const { class: of, inputs } = json;
  return {
    ...json,
    ...(of === undefined ? {} : { class: orAsItIs(of, (text) => classFromText(sha256, text)) }),
    ...(isList(inputs) ? { inputs: inputs.map((one) => orAsItIs(one, outputFromText)) } : {}),
  };
}

function orAsItIs(json: Json, read: (text: string) => Uint8Array): Json {
  if (typeof json !== 'string') return json;
  try {
    return toHex(read(json));
  } catch (error) {
    if (!isCoded(error)) throw error;
    return json;
  }
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
