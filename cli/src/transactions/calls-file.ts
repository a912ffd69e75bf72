/** Calls as a JSON file says them: the form of a prepare request, each checked by the schema of its contract. */

import { isCoded } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { argumentsFromJson, argumentsToJson, type Method } from '@stele/kernel/contract';
import {
  type JsonObject,
  type JsonValue,
  type Principal,
  principalFromText,
} from '@stele/protocol';
import {
  pay,
  type Payment,
  plannedCall,
  type PlannedCall,
  type RequestedCall,
  type RequestedPlan,
} from '@stele/sdk';

import { isObject, jsonObjectIn } from '../files/json-file.ts';
import { trouble } from '../trouble.ts';

/**
 * `{"calls": [{"contract", "method", "args", "actors"}]}`; `own` acts where nobody is named. JSON_MALFORMED, JSON_NOT_OBJECT,
 * CALLS_FILE_MALFORMED, CALL_NAME_UNKNOWN.
 */
export function planIn(path: string, text: string, own: Principal): RequestedPlan {
  const { calls } = jsonObjectIn(path, text);
  const malformed = (reason: string, cause?: unknown): Error =>
    trouble('CALLS_FILE_MALFORMED', { path, reason }, cause);
  if (!Array.isArray(calls) || calls.length === 0) throw malformed('calls: []');
  return {
    calls: calls.map((call: JsonValue, i) => {
      const at = `calls/${String(i)}`;
      if (!isCall(call)) throw malformed(`${at}: {"contract", "method", "args"}`);
      try {
        return callOf(call, own);
      } catch (error) {
        if (!isCoded(error) || error.code === 'CALL_NAME_UNKNOWN') throw error;
        throw malformed(`${at}: ${error.message}`, error);
      }
    }),
  };
}

interface CallJson {
  readonly contract: string;
  readonly method: string;
  readonly args: JsonObject;
  readonly actors?: readonly string[];
}

function isCall(value: JsonValue): value is CallJson & JsonObject {
  if (!isObject(value)) return false;
  const { contract, method, args, actors = [] } = value;
  if (typeof contract !== 'string' || typeof method !== 'string' || !isObject(args)) return false;
  // What is to be paid, the node judges; who pays, this program has to read.
  if (isPayment({ contract, method }) && typeof args['from'] !== 'string') return false;
  return Array.isArray(actors) && actors.every((one) => typeof one === 'string');
}

function isPayment({ contract, method }: Pick<CallJson, 'contract' | 'method'>): boolean {
  return contract === 'assets' && method === 'pay';
}

function callOf(call: CallJson, own: Principal): PlannedCall | RequestedCall {
  const { contract, method, args, actors } = call;
  if (isPayment(call)) {
    const payment = args as unknown as Payment;
    const others = (actors ?? []).filter((actor) => actor !== payment.from);
    return pay(payment, others.map(principalFromText));
  }
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
