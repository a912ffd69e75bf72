/** What anybody may ask about a record: whether and when, never what it is called. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { request } from '../../api/request.ts';

export interface PublicRecord {
  readonly id: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly salted?: boolean;
  readonly kind?: string;
  readonly committedAt: string;
  readonly block: { readonly height: number; readonly hash: string };
  readonly transaction: string;
  readonly supersededBy?: string;
  readonly owner?: string;
  readonly links: Readonly<Record<string, string>>;
}

/** What is looked for: one of a record's id, a digest `sha-256:…`, a transaction. */
export type Wanted = Readonly<Partial<Record<'id' | 'digest' | 'transaction', string>>>;

interface Found {
  readonly items: readonly PublicRecord[];
}

export function usePublicRecords(wanted: Wanted | undefined): UseQueryResult<Found> {
  return useQuery({
    queryKey: ['public', wanted],
    queryFn: ({ signal }) => request<Found>('/v1/public/evidence', { query: wanted ?? {}, signal }),
    enabled: wanted !== undefined,
  });
}
