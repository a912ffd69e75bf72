/** Executes one transaction (spec/contracts.md, "How a transaction is executed"): charge, actors, calls, all or none. */

import type { PayloadRoot, TransactionContent } from '@stele/protocol';
import { runCall, unitsOf } from './call.ts';
import { CallScope, type Payloads } from './call-scope.ts';
import type { Environment } from './environment.ts';
import { type PreparedCall, prepareCall } from './prepared-call.ts';
import type { Payer } from './void.ts';

/** A transaction that will leave an entry, whatever comes of it. */
export interface Payable {
  readonly content: TransactionContent;
  readonly payloads: Payloads;
  readonly payer: Payer;
  /** Index of the entry it will be. */
  readonly entryIndex: number;
}

/** Executes and charges. Answers the outcome's code, empty for success. */
export function executeTransaction(environment: Environment, payable: Payable): string {
  const { state, accounts } = environment;
  const { content, payer } = payable;
  const { account, leastUnits, unitsLeft } = payer;
  const calls = content.calls.map((call) => prepareCall(environment, call));
  const units =
    unitsLeft === undefined ? 0 : Math.max(leastUnits, totalUnits(calls, content.payloads));
  if (unitsLeft !== undefined && units > unitsLeft) {
    accounts.charge(account, unitsLeft, leastUnits);
    return 'QUOTA_EXCEEDED';
  }
  const mark = state.mark();
  accounts.charge(account, unitsLeft, units);
  const code = runCalls(environment, payable, calls);
  if (code !== '') {
    state.rollback(mark);
    accounts.charge(account, unitsLeft, leastUnits);
  }
  return code;
}

function totalUnits(calls: readonly PreparedCall[], payloads: readonly PayloadRoot[]): number {
  return calls.reduce((sum, call) => sum + unitsOf(call, payloads), 0);
}

function runCalls(
  environment: Environment,
  { payer, payloads, entryIndex }: Payable,
  calls: readonly PreparedCall[],
): string {
  if (!payer.isWhollySigned) return 'SIGNER_MISSING';
  const scope = new CallScope(payloads);
  for (const [callNumber, call] of calls.entries()) {
    const place = { entryIndex, callNumber, setup: false };
    const code = runCall(environment, call, place, scope);
    if (code !== '') return code;
  }
  return '';
}
