/** Whether a registrar certifies a party, as the contract's own table says. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { concat } from '@stele/base';
import { certifiedTable } from '@stele/contracts';

import { partyBytes } from '../party.ts';
import { ASSETS_KEY, assetsRow } from '../queries.ts';

export interface Certificate {
  /** Null: without end. */
  readonly untilMs: number | null;
}

/** Null: there is none; of no party, neither. */
export function useCertificate(
  registrar: string,
  party: string | undefined,
): UseQueryResult<Certificate | null> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'certificate', registrar, party ?? ''],
    queryFn: ({ signal }) => (party === undefined ? null : certificate(registrar, party, signal)),
  });
}

async function certificate(
  registrar: string,
  party: string,
  signal: AbortSignal,
): Promise<Certificate | null> {
  const key = concat(partyBytes(registrar), partyBytes(party));
  const row = await assetsRow(certifiedTable, key, signal);
  return row === null ? null : { untilMs: row.until };
}
