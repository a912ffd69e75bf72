/**
 * A call in both its forms: as it stands in a transaction, and by name as a prepare request has it. Holding both is what lets the SDK
 * compare what a node built with what was asked (transaction/check-prepared.ts).
 */

import { builtinContracts } from '@stele/contracts';
import { argumentsFromJson, argumentsToJson } from '@stele/kernel/contract';
import type { Call, CborValue, JsonObject, Principal } from '@stele/protocol';

export interface PlannedCall {
  readonly call: Call;
  /** The same arguments by name. */
  readonly args: JsonObject;
}

/** A call of any contract. Those of the built-in contracts have functions of their own beside this file. */
export function plannedCall(
  target: { readonly contract: string; readonly method: string },
  actors: readonly Principal[],
  args: { readonly positional: readonly CborValue[]; readonly named: JsonObject },
): PlannedCall {
  return { call: { ...target, args: args.positional, actors }, args: args.named };
}

export interface CallByName {
  readonly contract: string;
  readonly method: string;
  readonly actors: readonly Principal[];
  readonly args: JsonObject;
}

/**
 * A call as its arguments by name say it, read by the method's own schemas. Undefined: no built-in contract has the method. Rejects with
 * ARGS_MALFORMED, data: {pointer}.
 */
export function callFromJson({
  contract,
  method,
  actors,
  args,
}: CallByName): PlannedCall | undefined {
  const schemas = builtinContracts.find(({ name }) => name === contract)?.methods.get(method);
  if (schemas === undefined) return undefined;
  const positional = argumentsFromJson(schemas, args);
  const named = argumentsToJson(schemas, positional) as JsonObject;
  return plannedCall({ contract, method }, actors, { positional, named });
}

/** The principal of an account. */
export function accountPrincipal(account: Uint8Array): Principal {
  return { kind: 'account', account };
}
