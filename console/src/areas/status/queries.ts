/** What the status page asks, and how often. */

import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';

import { request } from '../../api/request.ts';
import type { StatusView } from './readings.ts';

const REFRESH_MS = 5_000;

export function useStatus(): UseQueryResult<StatusView> {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => request<StatusView>('/v1/status', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export interface Readiness {
  readonly status: string;
  readonly parts: Readonly<Record<string, string>>;
}

/** Refused with NOT_READY when the chain does not commit. */
export function useReadiness(): UseQueryResult<Readiness> {
  return useQuery({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => request<Readiness>('/readyz', { signal }),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
}

export interface RebuildBegun {
  readonly status: string;
  readonly behindEntries: number;
}

export function useRebuild(): UseMutationResult<RebuildBegun, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<RebuildBegun>('/v1/projection/rebuild', { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['status'] }),
  });
}
