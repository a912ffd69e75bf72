/**
 * How far the chain has come, as it happens: the server's event stream says that there is news, and the chain is then asked for. When
 * the stream breaks, or brings more than a page can use, the chain is asked every few seconds until the stream stands again.
 */

import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { ChainView } from '@stele/protocol';

import { CHAIN, useBlock, useChain } from './queries.ts';

export type LiveSource = 'stream' | 'polling' | 'paused';

const POLL_MS = 3_000;
/** News that comes faster is shown together. */
const GATHER_MS = 400;
const AGAIN_MS = 15_000;
/** Messages within AGAIN_MS that a stream may bring: a batch of records is one message a record, and a page shows blocks. */
const MESSAGES_MAX = 20_000;

export interface LiveHead {
  readonly chain: UseQueryResult<ChainView>;
  readonly source: LiveSource;
}

export function useLiveHead(isPaused: boolean): LiveHead {
  const [isStreaming, setStreaming] = useState(false);
  const after = useLastEffect();
  const chain = useChain(isPaused || isStreaming ? false : POLL_MS);
  const client = useQueryClient();
  useEffect(() => {
    if (isPaused || after === undefined) return undefined;
    return followStream(after, {
      onNews: () => void client.invalidateQueries({ queryKey: ['chain'] }),
      onState: setStreaming,
    });
  }, [isPaused, after, client]);
  if (isPaused) return { chain, source: 'paused' };
  return { chain, source: isStreaming ? 'stream' : 'polling' };
}

/** The number of the newest effect when the page was opened: a stream without one would tell the whole past. */
function useLastEffect(): number | undefined {
  const { data } = useBlock('latest');
  const [last, setLast] = useState<number>();
  if (last === undefined && data !== undefined) {
    setLast(Math.max(0, data.firstEffect + data.effectCount - 1));
  }
  return last;
}

interface Follower {
  readonly onNews: () => void;
  readonly onState: (isStreaming: boolean) => void;
}

/** Follows from `after` on; the answer ends it. */
function followStream(after: number, { onNews, onState }: Follower): () => void {
  let stream: EventSource | undefined;
  let last = after;
  let count = 0;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    stream?.close();
    stream = undefined;
    onState(false);
  };
  const open = (): void => {
    count = 0;
    if (stream !== undefined) return;
    stream = new EventSource(`${CHAIN}/events?after=${String(last)}`);
    stream.onopen = () => onState(true);
    stream.onerror = close;
    stream.onmessage = ({ lastEventId }) => {
      last = Math.max(last, Number(lastEventId) || 0);
      count += 1;
      if (count > MESSAGES_MAX) close();
      gathering ??= setTimeout(() => {
        gathering = undefined;
        onNews();
      }, GATHER_MS);
    };
  };
  open();
  const again = setInterval(open, AGAIN_MS);
  return () => {
    clearInterval(again);
    clearTimeout(gathering);
    close();
  };
}
