/**
 * Calls of the contract `assets` as their own bytes say them. A call counts as understood only when what is read from it gives the
 * very same bytes again: then nothing that is signed is left unsaid.
 */

import { equal, isCoded } from '@stele/base';
import { assets } from '@stele/contracts';
import { argumentsFromJson, argumentsToJson } from '@stele/kernel/contract';
import { encode, principalToText } from '@stele/protocol';
import type { Call } from '@stele/protocol';
import { ASSETS_CONTRACT } from './calls.ts';
import type { AssetArguments, AssetMethod } from './forms.ts';

/** One of the methods, with its arguments. */
export type DecodedCall = {
  readonly [M in AssetMethod]: {
    /** The call's place in its transaction. */
    readonly number: number;
    /** The first of who acts: an exit may lead to whoever takes it. Principal text. */
    readonly taker: string;
    readonly method: M;
    readonly args: AssetArguments[M];
  };
}[AssetMethod];

/** Undefined: another contract's, or not understood. */
export function decodedCall(
  { contract, method, args, actors }: Call,
  number: number,
): DecodedCall | undefined {
  const schema = contract === ASSETS_CONTRACT ? assets.methods.get(method) : undefined;
  if (schema === undefined) return undefined;
  const json = argumentsToJson(schema, args);
  try {
    const again = argumentsFromJson(schema, json);
    if (!equal(encode([...again]), encode([...args]))) return undefined;
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
  // The schema has just read it; the forms are its JSON.
  const [actor] = actors;
  const taker = actor === undefined ? '' : principalToText(actor);
  return { number, taker, method, args: json } as unknown as DecodedCall;
}

/** Those of the contract `assets` that are understood. */
export function assetsCallsIn(calls: readonly Call[]): readonly DecodedCall[] {
  return calls.flatMap((call, number) => decodedCall(call, number) ?? []);
}
