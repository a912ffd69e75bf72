/** The acts of a story as the calls of the contract `assets` (spec/assets.md). Names in braces are filled in by the scene. */

import type { Json, JsonObject } from '@stele/kernel/contract';

import { input, type Spendable } from './holdings.ts';
import { classIdOf } from './places.ts';

/** What a party does; `by` are the actors: names of people, or texts of principals. */
export interface Act {
  readonly method: string;
  readonly args: JsonObject;
  readonly by: readonly string[];
}

type By = string | readonly string[];

/** Whoever has it: a person by name, or a hold. */
export type To = string | JsonObject;

export interface Part {
  readonly attributes?: readonly Json[];
  readonly amount?: string;
  readonly to: To;
}

export interface NewOutput {
  /** Number of the input that it is like; the first when absent. */
  readonly like?: number;
  readonly amount: string;
  readonly to: To;
}

/** What issuing costs in another class. */
export interface Spending {
  readonly inputs: readonly Spendable[];
  readonly change?: readonly NewOutput[];
}

function actors(by: By): readonly string[] {
  return typeof by === 'string' ? [by] : by;
}

export function ownerOf(to: To): JsonObject {
  return typeof to === 'string' ? { party: `{${to}}` } : { hold: to };
}

function outputsOf(outputs: readonly NewOutput[]): readonly JsonObject[] {
  return outputs.map(({ like = 0, amount, to }) => ({ like, amount, to: ownerOf(to) }));
}

export function issue(
  by: By,
  className: string,
  parts: readonly Part[],
  { inputs, change = [] }: Spending = { inputs: [] },
): Act {
  const args = {
    class: classIdOf(className),
    parts: parts.map(({ attributes = [], amount = '1', to }) => ({
      attributes,
      amount,
      to: ownerOf(to),
      payload: null,
    })),
    inputs: inputs.map((one) => input(one)),
    change: outputsOf(change),
  };
  return { method: 'issue', args, by: actors(by) };
}

/** Inputs may be outputs, or inputs as JSON has them: with an exit. */
export function transfer(
  by: By,
  inputs: readonly (Spendable | JsonObject)[],
  outputs: readonly NewOutput[] = [],
): Act {
  return {
    method: 'transfer',
    args: { inputs: inputs.map(inputOf), outputs: outputsOf(outputs) },
    by: actors(by),
  };
}

function inputOf(one: Spendable | JsonObject): JsonObject {
  return isSpendable(one) ? input(one) : one;
}

function isSpendable(one: Spendable | JsonObject): one is Spendable {
  return 'guard' in one;
}

/** All of an output to somebody, or into a hold. */
export function hand(by: By, holding: Spendable, to: To): Act {
  return transfer(by, [holding], [{ amount: String(holding.amount), to }]);
}

/** One exit of a hold. */
export function exit(
  by: By,
  holding: Spendable,
  name: string,
  preimage: string | null = null,
): Act {
  return transfer(by, [input(holding, name, preimage)]);
}

export function redeem(
  by: By,
  holdings: readonly Spendable[],
  change: readonly NewOutput[] = [],
): Act {
  const args = { inputs: holdings.map((one) => input(one)), change: outputsOf(change) };
  return { method: 'redeem', args, by: actors(by) };
}

export function step(
  by: By,
  holdings: readonly Spendable[],
  name: string,
  values: readonly Json[] = [],
): Act {
  const args = { inputs: holdings.map((one) => input(one)), step: name, values };
  return { method: 'step', args, by: actors(by) };
}

/** Freezes, or lifts a freeze; the reference is the digest of the order. */
export function mark(
  by: By,
  method: 'mark' | 'unmark',
  { handle, level }: { readonly handle: JsonObject; readonly level: 'platform' | 'authority' },
): Act {
  return { method, args: { handle, level, reference: '{digest:order 7}' }, by: actors(by) };
}
