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

export function useRecount(): UseMutationResult<readonly UsageRow[], Error, UsageRange> {
  return useMutation({
    mutationFn: async (range) => {
      const query = { ...queryOf(range), source: 'ledger' };
      return (await request<UsageList>(PATH, { query })).items;
    },
  });
}

export function usageCsv(range: UsageRange): Promise<Blob> {
  return requestBlob(PATH, { query: queryOf(range), accept: 'text/csv' });
}
