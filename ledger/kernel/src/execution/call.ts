/**
 * One call (spec/contracts.md, "How a transaction is executed"): found, its arguments checked, counted, run.
 *
 * A contract says no with a rejection whose code it has listed. Anything else it throws is a bug, and the kernel lets it through,
 * which stops the node. It is not made an outcome, because natively run code may fail for reasons that differ between engines
 * and their versions (stack depth, memory, the order of a sort that throws): two nodes could then write different ledgers.
 */

import { assert, isCoded } from '@stele/base';
import type { Call, PayloadRoot } from '@stele/protocol';
import { type Arguments, type Contract, type Method, parseArguments } from '../contract/index.ts';
import { type CallPlace, ContractContext, type Payloads } from './contract-context.ts';
import type { Environment } from './environment.ts';

/** A call whose arguments have been read, or the code with which it will be refused when its turn comes. */
export type PreparedCall = ReadyCall | BadCall;

interface ReadyCall {
  readonly kind: 'ready';
  readonly call: Call;
  readonly contract: Contract;
  readonly method: Method;
  readonly args: Arguments;
}
interface BadCall {
  readonly kind: 'bad';
  readonly call: Call;
  readonly code: string;
}

export function prepareCall(contracts: Environment['contracts'], call: Call): PreparedCall {
  const contract = contracts.get(call.contract);
  const method = contract?.methods.get(call.method);
  if (contract === undefined || method === undefined) {
    return { kind: 'bad', call, code: 'CALL_UNKNOWN' };
  }
  try {
    return { kind: 'ready', call, contract, method, args: parseArguments(method, call.args) };
  } catch (error) {
    if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
    return { kind: 'bad', call, code: error.code };
  }
}

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
  payloads: Payloads,
): string {
  if (prepared.kind === 'bad') return prepared.code;
  const { state } = environment;
  const { contract, method, args, call } = prepared;
  const context = new ContractContext(
    environment,
    place,
    { contract, actors: call.actors },
    payloads,
  );
  try {
    const result = method.run(context, args as never);
    if (result !== undefined) sayResult(state, prepared, place.callNumber, result);
    return '';
  } catch (error) {
    if (!isCoded(error) || error.kind !== 'rejection') throw error;
    return refusalCode(contract, error.code);
  }
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

/** A code that is not listed came from a reader the contract did not mean to expose, so it is a bug like any other. */
function refusalCode({ name, codes }: Contract, code: string): string {
  assert(codes.has(code), `contract ${name} threw ${code}, which it does not list`);
  return code;
}
