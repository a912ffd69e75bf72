/** Calls as a JSON file says them: the form of a prepare request, each checked by the schema of its contract. */

import { isCoded } from '@stele/base';
import { isJsonObject } from '@stele/kernel/contract';
import {
  type JsonObject,
  type JsonValue,
  type Principal,
  principalFromText,
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
  const file = jsonObjectIn(path, text);
  const { calls } = file;
  const malformed = (reason: string, cause?: unknown): Error =>
    trouble('CALLS_FILE_MALFORMED', { path, reason }, cause);
  const surplus = surplusOf(file, ['calls']);
  if (surplus !== undefined) throw malformed(`"${surplus}"?`);
  if (!Array.isArray(calls) || calls.length === 0) throw malformed('calls: []');
  return {
    calls: calls.map((call: JsonValue, i) => {
      const at = `calls/${String(i)}`;
      if (!isCall(call)) throw malformed(`${at}: {"contract", "method", "args", "actors"?}`);
      const more = surplusOf(call, CALL_KEYS);
      if (more !== undefined) throw malformed(`${at}: "${more}"?`);
      try {
        return callOf(call, own);
      } catch (error) {
        if (!isCoded(error) || error.code === 'CALL_NAME_UNKNOWN') throw error;
        throw malformed(`${at}: ${error.message}`, error);
      }
    }),
  };
}

const CALL_KEYS = ['contract', 'method', 'args', 'actors'];

/** What nothing would be done about: whoever wrote it means something by it. */
function surplusOf(json: JsonObject, known: readonly string[]): string | undefined {
  return Object.keys(json).find((key) => !known.includes(key));
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

function callOf(call: CallJson, own: Principal): PlannedCall | RequestedCall {
  const { contract, method, args } = call;
  const actors = call.actors?.map(principalFromText);
  if (contract === 'assets' && method === 'pay') return pay(paymentForm(args), actors);
  const planned = callFromJson({ contract, method, args, actors: actors ?? [own] });
  if (planned !== undefined) return planned;
  throw trouble('CALL_NAME_UNKNOWN', { contract, method });
}
