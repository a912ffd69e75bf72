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
import { classFromText, type Sha256 } from '../ids.ts';
import { INPUTS_MAX } from '../limits.ts';
import { ownerSchema } from './owner.ts';

export const paymentFields = {
  from: principal(),
  class: bytes(16),
  slot: optional(bytes(16)),
  amount: amount(),
  to: ownerSchema,
  /** Keys of the outputs that pay, all those of one slot; null: as few as reach. */
  inputs: optional(list(bytes(10), { min: 1, max: INPUTS_MAX })),
};

/**
 * A payment in which the class may be named by its name, and outputs by their ids, as the schema has them. What is neither is left for it
 * to refuse, without an error of its own each: whoever asks may send a great many.
 */
export function paymentByIds(sha256: Sha256, json: JsonObject): JsonObject {
  const { class: of, inputs } = json;
  return {
    ...json,
    ...(typeof of === 'string' ? { class: classJson(sha256, of) } : {}),
    ...(isList(inputs) ? { inputs: inputs.map(keyJson) } : {}),
  };
}

function classJson(sha256: Sha256, text: string): string {
  try {
    return toHex(classFromText(sha256, text));
  } catch (error) {
    if (!isCoded(error)) throw error;
    return text;
  }
}

const OUTPUT = /^out_([0-9a-f]{20})$/;

function keyJson(json: Json): Json {
  return typeof json === 'string' ? (OUTPUT.exec(json)?.[1] ?? json) : json;
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
