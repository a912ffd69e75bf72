/** The ledger over HTTP, by the SDK. How patient to be is what this program adds. */

import { toHex } from '@stele/base';
import type { ChainIdentity, ChainView } from '@stele/protocol';
import { connect, httpTransport, type Ledger } from '@stele/sdk';

import { trouble } from '../trouble.ts';

export interface ServerPlace {
  readonly address: string;
  readonly folder: string;
}

/** Some half a minute in all: a server that restarts is back well within it. */
const retry = { attemptsMax: 12, pauseMs: 200, pauseMaxMs: 5_000 };

/** What the server says of its chain, asked once. UNREACHABLE. */
export async function chainAt(address: string): Promise<ChainView> {
  return await httpTransport({ url: address }).chain();
}

/**
 * Connects to the server of this very chain. Asks once before it becomes patient: nobody waits half a minute to hear that no server
 * runs. UNREACHABLE, CHAIN_MISMATCH.
 */
export async function connectTo(
  { address, folder }: ServerPlace,
  chain: ChainIdentity,
  key: string,
): Promise<Ledger> {
  const served = await chainAt(address);
  checkServed(served, { address, folder }, toHex(chain.fingerprint));
  const fingerprint = served.id;
  return await connect({ url: address, key, fingerprint, crypto: chain.suite.crypto, retry });
}

/** CHAIN_MISMATCH when the server at the address is not of the folder's chain. */
export function checkServed(
  served: ChainView,
  { address, folder }: ServerPlace,
  own: string,
): void {
  if (served.id === own) return;
  throw trouble('CHAIN_MISMATCH', { address, served: served.id, folder, own });
}
