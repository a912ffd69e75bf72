/** Which marks stand on something, as the contract's own table says. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { toHex } from '@stele/base';
import { LEVELS, marksTable } from '@stele/contracts';
import type { MarkView } from '@stele/protocol';

import { ASSETS_KEY, assetsRow } from '../queries.ts';
import { markKeyOf, type MarkTarget } from './target.ts';

/** Of nothing there are none. */
export function useMarksOn(target: MarkTarget | undefined): UseQueryResult<readonly MarkView[]> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'marks', target ?? null],
    queryFn: ({ signal }) => (target === undefined ? [] : marksOn(target, signal)),
  });
}

async function marksOn(target: MarkTarget, signal: AbortSignal): Promise<readonly MarkView[]> {
  const marks = await assetsRow(marksTable, markKeyOf(target), signal);
  if (marks === null) return [];
  return LEVELS.flatMap((level) => {
    const mark = marks[level];
    return mark === null ? [] : [{ on: target.on, level, reference: toHex(mark.reference) }];
  });
}
