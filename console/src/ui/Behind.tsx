/** Says that search and usage have not followed the ledger to its end, to those who may know. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { request } from '../api/request.ts';
import { mayDo, useSession } from '../api/session.ts';
import { Stale } from './States.tsx';

const EVERY_MS = 5_000;

export function Behind(): ReactNode {
  const { data: session } = useSession();
  const { data } = useQuery({
    queryKey: ['projection'],
    enabled: mayDo(session, 'admin'),
    queryFn: ({ signal }) =>
      request<{ readonly behindEntries: number }>('/v1/projection', { signal }),
    refetchInterval: EVERY_MS,
  });
  return <Stale count={data?.behindEntries ?? 0} />;
}
