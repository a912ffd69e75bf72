/** Whether the server answers, as the last requests of all pages have found. */

import { useQuery } from '@tanstack/react-query';

import { request } from '../api/request.ts';

const ASK_EVERY_MS = 10_000;
const ASK_SOON_MS = 2_000;

export function useIsConnected(): boolean {
  const { isError } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => request('/healthz', { signal }),
    retry: false,
    refetchInterval: (query) => (query.state.status === 'error' ? ASK_SOON_MS : ASK_EVERY_MS),
    refetchIntervalInBackground: false,
  });
  return !isError;
}
