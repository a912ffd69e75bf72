/** What the usage page asks: rows as search has them, the same counted again from the ledger, and a file for spreadsheets. */

import {
  keepPreviousData,
  useMutation,
  type UseMutationResult,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';

import { request, requestBlob } from '../../api/request.ts';
import { queryOf, type UsageRange, type UsageRow } from './usage-sums.ts';

const PATH = '/v1/usage';
const BEHIND_MS = 10_000;

interface UsageList {
  readonly items: readonly UsageRow[];
}

export function useUsage(range: UsageRange): UseQueryResult<readonly UsageRow[]> {
  return useQuery({
    queryKey: ['usage', range],
    queryFn: async ({ signal }) =>
      (await request<UsageList>(PATH, { query: queryOf(range), signal })).items,
    placeholderData: keepPreviousData,
  });
}

/** How many entries search and usage are behind the ledger, as operators may know; 0 for others. */
export function useBehind(isAdmin: boolean): number {
  const { data } = useQuery({
    queryKey: ['projection'],
    queryFn: ({ signal }) =>
      request<{ readonly behindEntries: number }>('/v1/projection', { signal }),
    enabled: isAdmin,
    refetchInterval: BEHIND_MS,
  });
  return data?.behindEntries ?? 0;
}

export function useRecount(): UseMutationResult<readonly UsageRow[], Error, UsageRange> {
  return useMutation({
    mutationFn: async (range) => {
      const query = { ...queryOf(range), source: 'ledger' };
      return (await request<UsageList>(PATH, { query })).items;
    },
  });
}

export function useUsageCsv(): UseMutationResult<Blob, Error, UsageRange> {
  return useMutation({
    mutationFn: (range) => requestBlob(PATH, { query: queryOf(range), accept: 'text/csv' }),
  });
}
