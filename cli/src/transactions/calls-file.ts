/** Calls as a JSON file says them: the form of a prepare request, each checked by the schema of its contract. */

import { isCoded } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { argumentsFromJson, argumentsToJson, type Method } from '@stele/kernel/contract';
import { type JsonObject, type Principal, principalFromText } from '@stele/protocol';
import {
  pay,
  type Payment,
  plannedCall,
  type PlannedCall,
  type RequestedCall,
  type RequestedPlan,
} from '@stele/sdk';

import { trouble } from '../trouble.ts';

interface CallJson {
  readonly contract: string;
  readonly method: string;
  readonly args: JsonObject;
  readonly actors?: readonly string[];
}

/** `{"calls": [{"contract", "method", "args", "actors"}]}`; `own` acts where nobody is named. CALLS_FILE_MALFORMED. */
export function planIn(path: string, text: string, own: Principal): RequestedPlan {
  try {
    const { calls } = JSON.parse(text) as { readonly calls: readonly CallJson[] };
    if (calls.length > 0) return { calls: calls.map((call) => callOf(call, own)) };
  } catch (error) {
    const isFault = isCoded(error) || error instanceof SyntaxError || error instanceof TypeError;
    if (!isFault) throw error;
    throw trouble('CALLS_FILE_MALFORMED', { path, reason: error.message }, error);
  }
  throw trouble('CALLS_FILE_MALFORMED', { path, reason: 'calls: []' });
}

function callOf(
  { contract, method, args, actors }: CallJson,
  own: Principal,
): PlannedCall | RequestedCall {
  if (contract === 'assets' && method === 'pay') return pay(args as unknown as Payment);
  const positional = argumentsFromJson(methodOf(contract, method), args);
  const named = argumentsToJson(methodOf(contract, method), positional) as JsonObject;
  const who = actors?.map(principalFromText) ?? [own];
  return plannedCall({ contract, method }, who, { positional, named });
}

function methodOf(contract: string, method: string): Method {
  const found = builtinContracts.find(({ name }) => name === contract)?.methods.get(method);
  if (found !== undefined) return found;
  throw trouble('CALL_NAME_UNKNOWN', { contract, method });
}
