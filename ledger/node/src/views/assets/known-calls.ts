/** Calls of a prepare request as the ledger knows them: what is there for convenience becomes what is executed. */

import type { PreparedCall } from '@stele/protocol';

import { INPUTS_PREPARED_MAX } from '../../limits.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { isPayment, transferFor } from './payment.ts';

/** Payments become the transfers that pay, of different outputs each. Rejects with the codes of transferFor. */
export async function knownCalls(
  ledger: OpenLedger,
  calls: readonly PreparedCall[],
): Promise<readonly PreparedCall[]> {
  const isAlone = calls.filter(isPayment).length === 1;
  // Of several payments none takes the dust that another may need.
  const options = { taken: new Set<string>(), inputsMax: isAlone ? INPUTS_PREPARED_MAX : 0 };
  const known: PreparedCall[] = [];
  for (const call of calls) {
    known.push(isPayment(call) ? await transferFor(ledger, call, options) : call);
  }
  return known;
}
