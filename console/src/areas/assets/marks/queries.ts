/** Which marks stand on something, as the contract's own table says. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { toHex } from '@stele/base';
import type { MarkView } from '@stele/protocol';

import { listIn } from '../../explorer/queries.ts';
import { ASSETS_KEY, assetsRow } from '../queries.ts';
import { markKeyOf, type MarkTarget } from './target.ts';

/** In the order of a row. */
const LEVELS = ['platform', 'authority'] as const;

/** Of nothing there are none. */
export function useMarksOn(target: MarkTarget | undefined): UseQueryResult<readonly MarkView[]> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'marks', target ?? null],
    queryFn: ({ signal }) => (target === undefined ? [] : marksOn(target, signal)),
  });
}

async function marksOn(target: MarkTarget, signal: AbortSignal): Promise<readonly MarkView[]> {
  const row = (await assetsRow({ table: 'marks', key: markKeyOf(target) }, signal)) ?? [];
  return LEVELS.flatMap((level, place) => {
    const [reference] = listIn(row[place] ?? null);
    if (!(reference instanceof Uint8Array)) return [];
    return [{ on: target.on, level, reference: toHex(reference) }];
  });
}
