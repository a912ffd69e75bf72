/** A call that is found and whose arguments have been read, before anything of it runs (spec/contracts.md). */

import { isCoded } from '@stele/base';
import type { Call } from '@stele/protocol';
import {
  type Arguments,
  type Contract,
  type Method,
  parseArguments,
  type Rules,
} from '../contract/index.ts';
import type { Environment } from './environment.ts';

/** A call whose arguments have been read, or the code with which it will be refused when its turn comes. */
export type PreparedCall = ReadyCall | BadCall;

export interface ReadyCall {
  readonly kind: 'ready';
  readonly call: Call;
  readonly contract: Contract;
  readonly method: Method;
  readonly args: Arguments;
}
export interface BadCall {
  readonly kind: 'bad';
  readonly call: Call;
  readonly code: 'CALL_UNKNOWN' | 'ARGS_MALFORMED';
  readonly sentence: string;
}

export function prepareCall(
  { contracts, rules }: Pick<Environment, 'contracts' | 'rules'>,
  call: Call,
): PreparedCall {
  const contract = contracts.get(call.contract);
  const method = contract?.methods.get(call.method);
  if (contract === undefined || method === undefined || !isIn(contract, rules)) {
    const sentence = `the chain has no ${call.contract}.${call.method}`;
    return { kind: 'bad', call, code: 'CALL_UNKNOWN', sentence };
  }
  try {
    return { kind: 'ready', call, contract, method, args: parseArguments(method, call.args) };
  } catch (error) {
    if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
    return { kind: 'bad', call, code: 'ARGS_MALFORMED', sentence: error.message };
  }
}

function isIn({ isIn }: Contract, rules: Rules): boolean {
  return isIn === undefined || isIn(rules);
}
