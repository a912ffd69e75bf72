/** Calls of the contract `chain` (spec/contracts.md). */

import { accountPrincipal, plannedCall } from './planned-call.ts';
import type { PlannedCall } from './planned-call.ts';

/** Lets rules be in force from the block of a height on; `administrator` is an administrator account that genesis has opened. */
export function activateRules(
  administrator: Uint8Array,
  rules: number,
  height: number,
): PlannedCall {
  const target = { contract: 'chain', method: 'activate-rules' };
  const args = { positional: [rules, height], named: { rules, height } };
  return plannedCall(target, [accountPrincipal(administrator)], args);
}
