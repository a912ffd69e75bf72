/** What the pages of records ask the service for. */

import {
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  type InfiniteData,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';

import { request } from '../../api/request.ts';
import type { AcceptedRecord, EvidenceRecord, RecordPage } from './record.ts';
import { recordPath } from './receipts.ts';
import { faultsOf, type RecordSearch } from './search-query.ts';

const PAGE_RECORDS = 50;
const UNDER_WAY_EVERY_MS = 1_000;

export function useRecords(
  search: RecordSearch,
): UseInfiniteQueryResult<InfiniteData<RecordPage, string | undefined>> {
  return useInfiniteQuery({
    queryKey: ['records', 'list', search],
    enabled: faultsOf(search).length === 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<RecordPage>('/v1/evidence', {
        query: { ...search, limit: PAGE_RECORDS, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export function useRecord(id: string): UseQueryResult<EvidenceRecord | AcceptedRecord> {
  return useQuery({
    queryKey: ['records', 'one', id],
    queryFn: ({ signal }) => request<EvidenceRecord | AcceptedRecord>(recordPath(id), { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.status !== 'committed' ? UNDER_WAY_EVERY_MS : false,
  });
}
