/** Calls of the contract `assets`, made from the contract's own schemas: what is not of their shape is refused here already. */

import { assert } from '@stele/base';
import type { JsonObject, OutputView, Principal } from '@stele/protocol';
import { callFromJson } from '../calls/planned-call.ts';
import type { PlannedCall } from '../calls/planned-call.ts';
import type { AssetArguments, AssetMethod, InputForm } from './forms.ts';

export const ASSETS_CONTRACT = 'assets';
const OUTPUT_PREFIX = 'out_';

/** A call of one of its methods by the actors named. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function assetCall<M extends AssetMethod>(
  method: M,
  actors: readonly Principal[],
  args: AssetArguments[M],
): PlannedCall {
  return assetCallFromJson(method, actors, args as unknown as JsonObject);
}

/** The same of arguments that nobody has looked at. Rejects with ARGS_MALFORMED, data: {pointer}. */
export function assetCallFromJson(
  method: AssetMethod,
  actors: readonly Principal[],
  args: JsonObject,
): PlannedCall {
  const call = callFromJson({ contract: ASSETS_CONTRACT, method, actors, args });
  assert(call !== undefined, 'the contract has every method that the forms name');
  return call;
}

/**
 * An output as an input. The guard is what the node says, and what is signed: whoever signs compares it with the content first
 * (summary/summarise.ts).
 */
export function inputOf(
  { id, guard }: Pick<OutputView, 'id' | 'guard'>,
  { exit = '', preimage = null }: Partial<Pick<InputForm, 'exit' | 'preimage'>> = {},
): InputForm {
  return { output: { key: { key: outputKey(id), guard } }, exit, preimage };
}

/** The key's hexadecimal digits. */
export function outputKey(id: string): string {
  return id.slice(OUTPUT_PREFIX.length);
}

export function outputText(key: string): string {
  return OUTPUT_PREFIX + key;
}
