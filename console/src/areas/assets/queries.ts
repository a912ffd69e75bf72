/** What the pages of assets ask the ledger, and how long an answer stays true. */

import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';

import { toHex } from '@stele/base';
import { ASSETS_CONTRACT } from '@stele/contracts';
import type { Table } from '@stele/kernel/contract';
import type {
  BalancesView,
  ChainView,
  ClassView,
  OutputView,
  Page,
  PendingView,
  TracePage,
} from '@stele/protocol';
import { classForm, everyItem } from '@stele/sdk';

import { request } from '../../api/request.ts';
import { CHAIN } from '../explorer/queries.ts';
import { keptRow } from '../explorer/rows.ts';

export type Pages<Item> = UseInfiniteQueryResult<InfiniteData<Page<Item>, string | undefined>>;

const PAGE_ITEMS = 50;
/** Where all are needed at once, as far as a page can go through them; what is beyond is for the command line. */
const LONG_PAGE_ITEMS = 1_000;
const LONG_PAGES_MAX = 20;
/** What waits for somebody changes by what others do. */
const WAITING_EVERY_MS = 15_000;
/** One key for all of it: whatever is signed here may change any of it. */
export const ASSETS_KEY = ['assets'] as const;

export const classesPath = (): string => `${CHAIN}/classes`;
export const classPath = (id: string): string => `${CHAIN}/classes/${encodeURIComponent(id)}`;
export const outputPath = (id: string): string => `${CHAIN}/outputs/${encodeURIComponent(id)}`;
export const tracePath = (id: string): string => `${outputPath(id)}/trace`;
export const inboxPath = (): string => `${CHAIN}/inbox`;
export const pendingPath = (id: string): string => `${inboxPath()}/${encodeURIComponent(id)}`;

/** What is of an account: `balances`, `outputs`, `holds`. */
export function accountPath(account: string, part: 'balances' | 'outputs' | 'holds'): string {
  return `${CHAIN}/accounts/${encodeURIComponent(account)}/${part}`;
}

export function useClasses(): Pages<ClassView> {
  return usePages(['classes'], classesPath());
}

/** All of them, to choose from, once that is needed. */
export function useAllClasses(isNeeded = true): UseQueryResult<readonly ClassView[]> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'all-classes'],
    enabled: isNeeded,
    queryFn: async ({ signal }) => {
      const all: ClassView[] = [];
      for await (const one of itemsAt<ClassView>(classesPath(), {}, signal)) all.push(one);
      return all;
    },
  });
}

export function useClass(id: string): UseQueryResult<ClassView> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'class', id],
    queryFn: async ({ signal }) => readable(await request<ClassView>(classPath(id), { signal })),
    enabled: id !== '',
  });
}

/** A definition of another form than this version of the page knows is a failed answer, and no page that breaks. */
function readable(view: ClassView): ClassView {
  classForm(view.definition);
  return view;
}

export function useBalances(account: string): UseQueryResult<BalancesView> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'balances', account],
    queryFn: ({ signal }) => request<BalancesView>(accountPath(account, 'balances'), { signal }),
    enabled: account !== '',
  });
}

export function useOutputs(account: string, ofClass?: string): Pages<OutputView> {
  const query = ofClass === undefined ? {} : { class: ofClass };
  return usePages(['outputs', account, ofClass ?? ''], accountPath(account, 'outputs'), query);
}

export function useHolds(account: string): Pages<OutputView> {
  return usePages(['holds', account], accountPath(account, 'holds'), {}, WAITING_EVERY_MS);
}

export function useOutput(id: string): UseQueryResult<OutputView> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'output', id],
    queryFn: ({ signal }) => request<OutputView>(outputPath(id), { signal }),
  });
}

export type Direction = 'back' | 'forward';

export type Trace = UseInfiniteQueryResult<InfiniteData<TracePage, string | undefined>>;

export function useTrace(id: string, direction: Direction): Trace {
  return useInfiniteQuery({
    queryKey: [...ASSETS_KEY, 'trace', id, direction],
    queryFn: ({ pageParam, signal }) =>
      request<TracePage>(tracePath(id), {
        query: { direction, limit: PAGE_ITEMS, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export function useInbox(account: string): UseQueryResult<readonly PendingView[]> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'inbox', account],
    queryFn: async ({ signal }) => {
      const query = { account };
      const { items } = await request<Pick<Page<PendingView>, 'items'>>(inboxPath(), {
        query,
        signal,
      });
      return items;
    },
    enabled: account !== '',
    refetchInterval: WAITING_EVERY_MS,
  });
}

export function usePending(id: string): UseQueryResult<PendingView> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'pending', id],
    queryFn: ({ signal }) => request<PendingView>(pendingPath(id), { signal }),
  });
}

/** A row of one of the contract's own tables; null where there is none. Rejects as requests do, and as `decodeRow` does. */
export async function assetsRow<Content>(
  of: Table<Content>,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<Content | null> {
  const place = { contract: ASSETS_CONTRACT, table: of, key: toHex(key) };
  const row = await keptRow(place, signal);
  return row === null ? null : row.content;
}

/** What a transaction made here has to name. */
export async function chainView(): Promise<ChainView> {
  return await request<ChainView>(CHAIN);
}

/** What stands at a path in pages, item after item, as far as `LONG_PAGES_MAX` reach. */
export function itemsAt<Item>(
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  let pagesLeft = LONG_PAGES_MAX;
  return everyItem(async ({ cursor }) => {
    const asked = { ...query, limit: LONG_PAGE_ITEMS, cursor };
    const page = await request<Page<Item>>(path, { query: asked, signal });
    pagesLeft--;
    return pagesLeft > 0 ? page : { ...page, nextCursor: null };
  });
}

function usePages<Item>(
  key: readonly string[],
  path: string,
  query: Readonly<Record<string, string>> = {},
  refetchInterval: number | false = false,
): Pages<Item> {
  return useInfiniteQuery({
    queryKey: [...ASSETS_KEY, ...key],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Item>>(path, {
        query: { ...query, limit: PAGE_ITEMS, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval,
  });
}
