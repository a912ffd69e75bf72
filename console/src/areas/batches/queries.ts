/** What the page of a batch asks for. */

import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';

import { request } from '../../api/request.ts';
import type { RecordPage } from '../records/record.ts';

const UNDER_WAY_EVERY_MS = 1_000;
const PAGE_ITEMS = 50;

export const BATCH_ID = /^eb_[0-9a-f]{32}$/;

export interface Batch {
  readonly id: string;
  readonly count: number;
  readonly transaction: string;
  readonly height: number;
  readonly committedAt: string;
  readonly root: string;
}

export interface AcceptedBatch {
  readonly id: string;
  readonly status: 'accepted' | 'ordered';
}

export function batchPath(id: string): string {
  return `/v1/evidence/batches/${encodeURIComponent(id)}`;
}

export function useBatch(id: string): UseQueryResult<Batch | AcceptedBatch> {
  return useQuery({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => request<Batch | AcceptedBatch>(batchPath(id), { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && 'status' in data ? UNDER_WAY_EVERY_MS : false,
  });
}

export function useBatchItems(
  id: string,
): UseInfiniteQueryResult<InfiniteData<RecordPage, string | undefined>> {
  return useInfiniteQuery({
    queryKey: ['batch', id, 'items'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => itemsPage(id, PAGE_ITEMS, pageParam, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export function itemsPage(
  id: string,
  limit: number,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<RecordPage> {
  return request(`${batchPath(id)}/items`, { query: { limit, cursor }, signal });
}
