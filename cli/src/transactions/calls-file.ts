/** Calls as a JSON file says them: the form of a prepare request, each checked by the schema of its contract. */

import { isCoded } from '@stele/base';
import { isJsonObject } from '@stele/kernel/contract';
import {
  type JsonObject,
  type JsonValue,
  type Principal,
  principalFromText,
  principalToText,
} from '@stele/protocol';
import {
  callFromJson,
  pay,
  paymentForm,
  type PlannedCall,
  type RequestedCall,
  type RequestedPlan,
} from '@stele/sdk';

import { jsonObjectIn } from '../files/json-file.ts';
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
  if (!isJsonObject(value)) return false;
  const { contract, method, args, actors = [] } = value;
  const hasNames = typeof contract === 'string' && typeof method === 'string';
  if (!hasNames || !isJsonObject(args)) return false;
  return Array.isArray(actors) && actors.every((one) => typeof one === 'string');
}

function isPayment({ contract, method }: Pick<CallJson, 'contract' | 'method'>): boolean {
  return contract === 'assets' && method === 'pay';
}

function callOf(call: CallJson, own: Principal): PlannedCall | RequestedCall {
  const { contract, method, args } = call;
  const actors = call.actors?.map(principalFromText);
  if (isPayment(call)) return paymentOf(args, actors ?? []);
  const planned = callFromJson({ contract, method, args, actors: actors ?? [own] });
  if (planned !== undefined) return planned;
  throw trouble('CALL_NAME_UNKNOWN', { contract, method });
}

/** Who pays acts in any case. */
function paymentOf(args: JsonObject, actors: readonly Principal[]): RequestedCall {
  const payment = paymentForm(args);
  return pay(
    payment,
    actors.filter((actor) => principalToText(actor) !== payment.from),
  );
}
