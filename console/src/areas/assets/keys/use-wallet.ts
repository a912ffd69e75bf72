/** The wallet of whoever is signed in, for components; a change is seen by all of them. */

import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';

import { usePerson } from '../../../api/session.ts';
import { type KeyStore, openKeyStore, type Wallet } from './key-store.ts';

export interface KeptWallet extends Wallet {
  readonly isKept: boolean;
}

const KEY = 'wallet';

let opened: Promise<KeyStore> | undefined;

/** Opened once for the page. */
function keyStore(): Promise<KeyStore> {
  return (opened ??= openKeyStore());
}

/** Pending as long as nobody is signed in. A session that ends by itself leaves it to its person. */
export function useWallet(): UseQueryResult<KeptWallet> {
  const owner = usePerson() ?? '';
  return useQuery({
    queryKey: [KEY, owner],
    queryFn: async () => {
      const store = await keyStore();
      return { ...(await store.load(owner)), isKept: store.isKept };
    },
    enabled: owner !== '',
  });
}

export type WalletChange = Partial<Pick<Wallet, 'account' | 'key'>>;

export function useChangeWallet(): UseMutationResult<void, Error, WalletChange> {
  const client = useQueryClient();
  const owner = usePerson() ?? '';
  return useMutation({
    mutationFn: async (change) => {
      const store = await keyStore();
      await store.save({ ...(await store.load(owner)), ...change });
      await client.invalidateQueries({ queryKey: [KEY] });
    },
  });
}
