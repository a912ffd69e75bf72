/** What the pages of the explorer ask, with how long an answer stays true: what stands in the log never changes. */

import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQueries,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';

import {
  type BlockView,
  type ChainView,
  type CloudEvent,
  portableCrypto,
  type TransactionView,
} from '@stele/protocol';

import { isCode } from '../../api/api-error.ts';
import { request, requestBlob, requestText } from '../../api/request.ts';
import { readSignedLog, type SignedLog } from './growth/signed-log.ts';

export const CHAIN = '/v1/chains/main';
export const LOG = '/log/main';
const FOR_EVER = { staleTime: Number.POSITIVE_INFINITY } as const;

export function useChain(refetchInterval: number | false = false): UseQueryResult<ChainView> {
  return useQuery({
    queryKey: ['chain'],
    queryFn: ({ signal }) => request<ChainView>(CHAIN, { signal }),
    refetchInterval,
  });
}

export function useBlock(reference: string): UseQueryResult<BlockView> {
  return useQuery({
    queryKey: ['block', reference],
    queryFn: ({ signal }) => request<BlockView>(`${CHAIN}/blocks/${reference}`, { signal }),
    ...(reference === 'latest' ? {} : FOR_EVER),
  });
}

/** Newest first; those that are not there yet are left out. */
export function useBlocks(heights: readonly number[]): {
  readonly blocks: readonly BlockView[];
  readonly first: UseQueryResult<BlockView> | undefined;
} {
  const results = useQueries({
    queries: heights.map((height) => ({
      queryKey: ['block', String(height)],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        request<BlockView>(`${CHAIN}/blocks/${String(height)}`, { signal }),
      ...FOR_EVER,
    })),
  });
  return { blocks: results.flatMap(({ data }) => data ?? []), first: results[0] };
}

export function useTransaction(id: string): UseQueryResult<TransactionView> {
  return useQuery({
    queryKey: ['transaction', id],
    queryFn: ({ signal }) => request<TransactionView>(`${CHAIN}/transactions/${id}`, { signal }),
    // Its status goes from committed to proven within a moment.
    staleTime: ({ state }) => (state.data?.status === 'proven' ? FOR_EVER.staleTime : 0),
  });
}

export interface CodeMeaning {
  readonly code: string;
  readonly title: string;
  readonly action: string;
}

/** What a code means; null where the server does not know it. */
export function useCode(code: string): UseQueryResult<CodeMeaning | null> {
  return useQuery({
    queryKey: ['code', code],
    queryFn: ({ signal }) =>
      orNull('NOT_FOUND', request<CodeMeaning>(`/v1/codes/${code}`, { signal })),
    enabled: code !== '',
    ...FOR_EVER,
  });
}

/** What is asked for, or null where the answer is that there is none. */
export async function orNull<T>(code: string, asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isCode(error, code)) return null;
    throw error;
  }
}

interface EventPageView {
  readonly items: readonly CloudEvent[];
  readonly nextCursor: string | null;
}

/** As many effects as one page may hold: what is looked at is then shown whole. */
const WINDOW = 1_000;

export interface EventWindow {
  /** Newest first. */
  readonly items: readonly CloudEvent[];
  /** The effects looked at begin here. */
  readonly from: number;
}

type EventWindows = UseInfiniteQueryResult<InfiniteData<EventWindow>>;

/** Events of an account, newest first: the ledger gives them ascending only, so it is asked window by window from the end. */
export function useAccountEvents(account: string, end: number | undefined): EventWindows {
  return useInfiniteQuery({
    queryKey: ['account-events', account, end],
    queryFn: ({ pageParam, signal }) => eventsBefore(account, pageParam, signal),
    initialPageParam: end ?? 0,
    getNextPageParam: ({ from }: EventWindow) => (from === 0 ? undefined : from),
    enabled: end !== undefined,
  });
}

async function eventsBefore(
  account: string,
  end: number,
  signal: AbortSignal,
): Promise<EventWindow> {
  const from = Math.max(0, end - WINDOW);
  const { items } = await request<EventPageView>(`${CHAIN}/events`, {
    query: { account, limit: WINDOW, after: from === 0 ? undefined : from - 1 },
    signal,
  });
  const inWindow = items.filter(({ id }) => Number(id) < end);
  return { items: inWindow.toReversed(), from };
}

/** The event of an effect; the transaction that caused it is its subject. */
export function useEvent(effect: number | undefined): UseQueryResult<CloudEvent | null> {
  return useQuery({
    queryKey: ['event', effect],
    queryFn: async ({ signal }) => {
      const after = effect === undefined || effect === 0 ? undefined : effect - 1;
      const { items } = await request<EventPageView>(`${CHAIN}/events`, {
        query: { after, limit: 1 },
        signal,
      });
      return items[0] ?? null;
    },
    enabled: effect !== undefined,
    ...FOR_EVER,
  });
}

export interface LogTexts {
  readonly log: SignedLog;
  readonly vkeys: string;
  readonly policy: string;
}

export function useLogTexts(refetchInterval: number | false = false): UseQueryResult<LogTexts> {
  return useQuery({
    queryKey: ['log-texts'],
    queryFn: ({ signal }) => logTexts(signal),
    refetchInterval,
  });
}

async function logTexts(signal: AbortSignal): Promise<LogTexts> {
  const [vkeys, policy, log] = await Promise.all([
    requestText(`${LOG}/vkeys`, { signal }),
    requestText(`${LOG}/policy`, { signal }),
    signedLog(signal),
  ]);
  return { log, vkeys, policy };
}

/** The newest checkpoint, its signature checked. Rejects with PROOF_MALFORMED, or as requests do. */
export async function signedLog(signal?: AbortSignal): Promise<SignedLog> {
  const vkeys = await requestText(`${LOG}/vkeys`, { signal });
  const text = await requestText(`${LOG}/checkpoint`, { signal });
  return readSignedLog(portableCrypto, text, vkeys);
}

export async function readTile(path: string): Promise<Uint8Array> {
  return bytesOf(`${LOG}/${path}`);
}

export async function readEntry(index: number): Promise<Uint8Array> {
  return bytesOf(`${CHAIN}/entries/${String(index)}`);
}

export async function bytesOf(path: string): Promise<Uint8Array> {
  const blob = await requestBlob(path, { accept: '*/*' });
  return new Uint8Array(await blob.arrayBuffer());
}

export function logHash(bytes: Uint8Array): Uint8Array {
  return portableCrypto.hash(1, bytes);
}
