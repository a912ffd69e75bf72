/** What the ledger does, as it happens and as it happened: pages of events as one endless sequence that survives lost connections. */

import type { CloudEvent, EventQuery, LedgerApi } from '@stele/protocol';
import type { World } from './world.ts';

export interface EventOptions {
  /** The last number already seen; absent: from the first effect on. */
  readonly after?: number | undefined;
  readonly contract?: string | undefined;
  /** A CloudEvent type, whole, such as `stele.evidence.records.put`. */
  readonly type?: string | undefined;
  /** `acc_…` */
  readonly account?: string | undefined;
  /** Ends the sequence. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the sequence when there is nothing more, in place of waiting for more. */
  readonly untilNow?: boolean | undefined;
}

const PAGE_MAX = 500;
const WAIT_MS = 15_000;
/** Before asking again when a page came back empty at once. */
const PAUSE_MS = 250;

/** Every event after `after` that fits, in order, each once; then what comes, until `signal` is aborted. */
export async function* events(
  transport: LedgerApi,
  options: EventOptions,
  world: World,
): AsyncGenerator<CloudEvent> {
  const { untilNow = false } = options;
  // A signal of its own where none was given keeps the loop simple.
  const signal = options.signal ?? new AbortController().signal;
  let after = options.after ?? -1;
  while (!signal.aborted) {
    const asked = world.clock.monotonicMs();
    const waitMs = untilNow ? 0 : WAIT_MS;
    const page = await transport.events({ ...queryOf(options, after), waitMs, signal });
    yield* page.items;
    const isEnd = page.items.length === 0 && page.next <= after;
    after = Math.max(after, page.next);
    if (!isEnd) continue;
    if (untilNow) return;
    await world.sleep(Math.max(0, asked + PAUSE_MS - world.clock.monotonicMs()), signal);
  }
}

function queryOf({ contract, type, account }: EventOptions, after: number): EventQuery {
  return {
    limit: PAGE_MAX,
    ...(after < 0 ? {} : { after }),
    ...(contract === undefined ? {} : { contract }),
    ...(type === undefined ? {} : { type }),
    ...(account === undefined ? {} : { account }),
  };
}
