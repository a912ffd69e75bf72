/**
 * A call in both its forms: as it stands in a transaction, and by name as a prepare request has it. Holding both is what lets the SDK
 * compare what a node built with what was asked (transaction/check-prepared.ts).
 */

import type { Call, CborValue, Principal } from '@stele/protocol';
import type { JsonObject } from '@stele/protocol';

export interface PlannedCall {
  readonly call: Call;
  /** The same arguments by name. */
  readonly args: JsonObject;
}

/** A call of any contract. Those of the built-in contracts have functions of their own beside this file. */
export function plannedCall(
  target: { readonly contract: string; readonly method: string },
  actors: readonly Principal[],
  args: { readonly positional: readonly CborValue[]; readonly named: JsonObject },
): PlannedCall {
  return { call: { ...target, args: args.positional, actors }, args: args.named };
}

/** The principal of an account. */
export function accountPrincipal(account: Uint8Array): Principal {
  return { kind: 'account', account };
}
