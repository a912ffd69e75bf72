/**
 * Calls that are asked for in other words than they are signed in: a node makes a call of them (it chooses outputs, for instance), and
 * who asked judges what it made. Nothing is taken over unjudged.
 */

import type { Call, JsonObject, LedgerApi, Prepared, Principal } from '@stele/protocol';
import type { PlannedCall } from '../calls/planned-call.ts';
import { differs, readBody } from './check-prepared.ts';
import type { Plan } from './draft.ts';

export interface RequestedCall {
  /** What the node is asked for. */
  readonly call: {
    readonly contract: string;
    readonly method: string;
    readonly actors: readonly Principal[];
  };
  readonly args: JsonObject;
  /** Rejects with PREPARED_DIFFERS unless the call does what was asked, and nothing else. */
  readonly judge: (made: Call, transport: LedgerApi) => Promise<void>;
}

/** A plan in which a node may make calls of what is asked for. */
export interface RequestedPlan extends Omit<Plan, 'calls'> {
  readonly calls: readonly (PlannedCall | RequestedCall)[];
}

/** The plan with the calls that the node has made of what was asked for, each judged. */
export async function expandedPlan(
  transport: LedgerApi,
  { calls, ...plan }: RequestedPlan,
  prepared: Prepared,
): Promise<Plan> {
  const made = readBody(prepared).content.calls;
  const expanded = calls.map(async (asked, i): Promise<PlannedCall> => {
    if (!('judge' in asked)) return asked;
    const call = made[i];
    if (call === undefined) throw differs('calls');
    await asked.judge(call, transport);
    return { call, args: asked.args };
  });
  return { ...plan, calls: await Promise.all(expanded) };
}
