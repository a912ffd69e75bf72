/**
 * Events as a stream (WHATWG server-sent events): the ledger's pages one after the other, for as long as the reader stays. The id of
 * each message is what a reader sends back as Last-Event-ID, and every event can be asked for again, so nothing is lost by a break.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPage, EventQuery, LedgerApi } from '@stele/protocol';
import { EVENTS_PAGE_MAX, EVENT_POLL_MS, EVENT_STREAM_IDLE_MS } from '../limits.ts';

export type EventFilter = Pick<EventQuery, 'after' | 'contract' | 'type' | 'account'>;

export interface StreamTimes {
  readonly idleMs: number;
  readonly pollMs: number;
}

const TIMES: StreamTimes = { idleMs: EVENT_STREAM_IDLE_MS, pollMs: EVENT_POLL_MS };

/** The text of the stream, until `signal` is aborted. */
export async function* eventStream(
  api: LedgerApi,
  filter: EventFilter,
  signal: AbortSignal,
  { idleMs, pollMs }: StreamTimes = TIMES,
): AsyncGenerator<string> {
  let after = filter.after ?? -1;
  yield 'retry: 1000\n\n';
  while (!signal.aborted) {
    const asked = performance.now();
    const query = { ...filter, ...afterOf(after), limit: EVENTS_PAGE_MAX, waitMs: idleMs, signal };
    const page = await api.events(query);
    if (page.items.length > 0) yield messages(page);
    // No news is told too: it moves the reader's Last-Event-ID on, keeps proxies from cutting the line, and finds out who is gone.
    else yield cursor(page.next);
    after = Math.max(after, page.next);
    if (page.items.length === 0) await rest(asked + pollMs - performance.now(), signal);
  }
}

function afterOf(after: number): { readonly after?: number } {
  return after < 0 ? {} : { after };
}

function messages({ items, next }: EventPage): string {
  const texts = items.map((event) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
  return texts.join('') + cursor(next);
}

/** A message without data is not delivered, but its id counts; before the first effect there is no id to give. */
function cursor(next: number): string {
  return next < 0 ? ': nothing yet\n\n' : `id: ${String(next)}\n\n`;
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Aborted: the loop sees it.
  }
}
