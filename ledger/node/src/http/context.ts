/** What every ledger route needs: the ledger behind a chain's name, and who may read entries. */

import { rejection } from '@stele/base';
import type { Access } from '@stele/server';
import type { LedgerApi } from '@stele/protocol';

export interface LedgerContext {
  /** Where the chain is found under: `/v1/chains/<name>`. */
  readonly name: string;
  readonly api: LedgerApi;
  /** Access of whatever shows entries: anybody when the charter makes them public, else any key. */
  readonly entries: Access;
}

export function ledgerContext(name: string, api: LedgerApi): LedgerContext {
  const isOpen = async (): Promise<boolean> => (await api.chain()).entries === 'public';
  return { name, api, entries: { kind: 'open-if', isOpen } };
}

/** The ledger that a path names, by its name or fingerprint. Rejects with CHAIN_UNKNOWN. */
export async function ledgerOf(context: LedgerContext, chain: string): Promise<LedgerApi> {
  if (chain === context.name) return context.api;
  const { id } = await context.api.chain();
  if (chain === id) return context.api;
  throw rejection('CHAIN_UNKNOWN', `this node has no chain ${chain.slice(0, 64)}`);
}

/** The path of something of this chain. */
export function pathIn(context: LedgerContext, ...parts: readonly (string | number)[]): string {
  return ['/v1/chains', context.name, ...parts].join('/');
}
