/** One call (spec/contracts.md, "How a transaction is executed"): counted, run, its result said. */

import { assert } from '@stele/base';
import type { PayloadRoot } from '@stele/protocol';
import type { CallScope } from './call-scope.ts';
import { type CallPlace, ContractContext } from './contract-context.ts';
import type { Environment } from './environment.ts';
import { outcomeOf } from './outcome.ts';
import type { PreparedCall, ReadyCall } from './prepared-call.ts';

/** Units the call counts; a call that will be refused for its form counts one. */
export function unitsOf(prepared: PreparedCall, payloads: readonly PayloadRoot[]): number {
  if (prepared.kind === 'bad') return 1;
  const units = prepared.method.units?.(prepared.args as never, payloads) ?? 1;
  assert(Number.isSafeInteger(units) && units >= 1, 'a call counts one unit or more');
  return units;
}

/** Runs a call. Answers the code of its refusal, empty when it succeeded. */
export function runCall(
  environment: Environment,
  prepared: PreparedCall,
  place: CallPlace,
  scope: CallScope,
): string {
  if (prepared.kind === 'bad') {
    environment.onRefusal?.(prepared.code, prepared.sentence);
    return prepared.code;
  }
  const { contract, method, args, call } = prepared;
  const { actors } = call;
  const context = new ContractContext(environment, place, { contract, actors }, scope);
  return outcomeOf(contract, context, () => {
    const result = method.run(context, args as never);
    if (result !== undefined) sayResult(environment.state, prepared, place.callNumber, result);
  });
}

function sayResult(
  state: Environment['state'],
  { call }: ReadyCall,
  callNumber: number,
  value: Uint8Array,
): void {
  const of = { contract: call.contract, name: call.method };
  state.say('result', of, { key: Uint8Array.of(callNumber), value });
}
