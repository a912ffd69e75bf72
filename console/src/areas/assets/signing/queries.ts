/** Reading what waits, signing and handing in, as a page waits for them. */

import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';

import { toHex } from '@stele/base';
import type { Collecting, Signer } from '@stele/protocol';
import { assetsClient, type Ledger, sign, type Submitted } from '@stele/sdk';

import { CHAIN } from '../../explorer/queries.ts';
import { keyPairOf, signerOf } from '../keys/browser-signer.ts';
import { openSealed, type SealedKey } from '../keys/sealed-key.ts';
import { ASSETS_KEY } from '../queries.ts';
import { withLedger } from './ledger.ts';
import { type Understood, understandPending } from './understanding.ts';

export const TRANSACTIONS_PATH = `${CHAIN}/transactions`;
export const PREPARE_PATH = `${TRANSACTIONS_PATH}/prepare`;

/** What the ledger says of a transaction that was handed in. */
export type HandedIn = Collecting | Pick<Submitted, 'id' | 'status' | 'height' | 'committedAt'>;

/** What a transaction that waits will do: its bytes never change, and neither do the words for them. */
export function usePendingWords(id: string, isThere: boolean): UseQueryResult<Understood> {
  return useQuery({
    queryKey: ['assets-understood', id],
    queryFn: () => understandPending(id),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isThere,
    retry: false,
  });
}

export interface SignGiven {
  readonly understood: Understood;
  readonly key: SealedKey;
  readonly passphrase: string;
}

/** Signs with the key of this browser and hands in. Rejects with PASSPHRASE_WRONG, or as the ledger does. */
export function useSign(): UseMutationResult<HandedIn, Error, SignGiven> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ understood, key, passphrase }) => {
      const seed = await openSealed(key, passphrase);
      const signer = signerOf(keyPairOf(seed));
      try {
        return await withLedger((ledger) => handIn(ledger, understood, signer));
      } finally {
        seed.fill(0);
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ASSETS_KEY }),
  });
}

/** Together with others' signatures it is complete; until then the node keeps it. */
async function handIn(ledger: Ledger, understood: Understood, signer: Signer): Promise<HandedIn> {
  const { draft, summary, isPending } = understood;
  if (!isPending) return await ledger.collect(sign(draft, [signer]));
  const pending = { body: draft.body, summary, missing: [] };
  return await assetsClient(ledger).signPending(pending, [signer]);
}

export function isCollecting(handed: HandedIn): handed is Collecting {
  return handed.status === 'collecting';
}

/** As people and commands name it. */
export function idOf({ draft }: Pick<Understood, 'draft'>): string {
  return toHex(draft.id);
}
