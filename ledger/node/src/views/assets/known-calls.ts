/** Calls of a prepare request as the ledger knows them: what is there for convenience becomes what is executed. */

import type { PreparedCall } from '@stele/protocol';

import { INPUTS_PREPARED_MAX } from '../../limits.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { settled, type SettledHost } from '../settled.ts';
import { isPayment, transferFor } from './payment.ts';

/** Payments become the transfers that pay, of different outputs each. Rejects with the codes of transferFor. */
export async function knownCalls(
  host: SettledHost,
  calls: readonly PreparedCall[],
): Promise<readonly PreparedCall[]> {
  const payments = calls.filter(isPayment).length;
  if (payments === 0) return calls;
  // Of several payments none takes the dust that another may need.
  const inputsMax = payments === 1 ? INPUTS_PREPARED_MAX : 0;
  return settled(host, (ledger) => withTransfers(ledger, calls, inputsMax));
}

async function withTransfers(
  ledger: OpenLedger,
  calls: readonly PreparedCall[],
  inputsMax: number,
): Promise<readonly PreparedCall[]> {
  const taken = new Set<string>();
  const known: PreparedCall[] = [];
  for (const call of calls) {
    known.push(isPayment(call) ? await transferFor(ledger, call, { taken, inputsMax }) : call);
  }
  return known;
}
