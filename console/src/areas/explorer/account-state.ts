/** An account as the contract `accounts` keeps it: who speaks for it, and what it may still use. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { ACCOUNTS_CONTRACT, accountsTable, quotasTable } from '@stele/kernel/contract';
import { principalToText } from '@stele/protocol';

import { keptRow } from './rows.ts';

export interface AccountState {
  /** Principal text. */
  readonly authority: string;
  readonly isAdministrator: boolean;
  readonly openedAt: number;
  /** The effect that put the row last. */
  readonly effect: number;
  /** Null: no limit. */
  readonly unitsLeft: number | null;
}

/** Null: no such account. */
export function useAccount(account: string): UseQueryResult<AccountState | null> {
  return useQuery({
    queryKey: ['account', account],
    queryFn: ({ signal }) => accountState(account.slice('acc_'.length), signal),
    enabled: account !== '',
  });
}

async function accountState(key: string, signal: AbortSignal): Promise<AccountState | null> {
  const place = { contract: ACCOUNTS_CONTRACT, key };
  const [account, quota] = await Promise.all([
    keptRow({ ...place, table: accountsTable }, signal),
    keptRow({ ...place, table: quotasTable }, signal),
  ]);
  if (account === null) return null;
  const { authority, administrator, openedAtHeight } = account.content;
  return {
    authority: principalToText(authority),
    isAdministrator: administrator,
    openedAt: openedAtHeight,
    effect: account.effect,
    unitsLeft: quota === null ? null : quota.content,
  };
}
