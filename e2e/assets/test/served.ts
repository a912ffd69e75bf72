/** The product, started as its users start it, with people who hold assets there. */

import { readFileSync } from 'node:fs';
import { type Cleanup, Machine, type Server } from '../../product/product.ts';
import { Network } from './network.ts';

export interface ServedNetwork {
  readonly machine: Machine;
  readonly server: Server;
  readonly network: Network;
}

/** Assets need no search, and none is started. */
export const WITHOUT_SEARCH = { STELE_PROJECTION: 'off' };

export async function serveNetwork(context: Cleanup): Promise<ServedNetwork> {
  const machine = new Machine(context);
  const server = await machine.start(context, [], WITHOUT_SEARCH);
  return { machine, server, network: await networkAt(machine, server) };
}

/** The people of a machine's chain at a server that runs it. */
export async function networkAt(machine: Machine, server: Server): Promise<Network> {
  const folder = machine.path('data');
  const adminKey = readFileSync(machine.path('data', 'admin.key'), 'utf8').trim();
  return await Network.at({ address: server.address, adminKey, folder });
}

/** An answer of the ledger's own routes, asked as any program asks. */
export async function asked<T>({ address }: Server, path: string): Promise<T> {
  const response = await fetch(`${address}/v1/chains/main/${path}`);
  if (!response.ok) throw new TypeError(`${path}: ${await response.text()}`);
  return (await response.json()) as T;
}
