/**
 * Timestamps over the log (RFC 3161; spec/receipt.md, "Timestamps"): at every interval in which the log has grown, the newest checkpoint
 * is given to each time authority, all of them the same one, so that a receipt can carry a token of each. It runs beside everything
 * else; no request waits for it, and what it lacks is in its state.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, fromUtf8, isCoded, type Log, type Random } from '@stele/base';
import { type Crypto, type LedgerApi, parseCheckpoint } from '@stele/protocol';
import type { ServiceStore } from '../store/service-store.ts';
import type { TimeAuthority } from './authorities.ts';
import { type StampedCheckpoint, stampedCovering } from './stamped-checkpoints.ts';
import { type RetryTimes, Stamper, type StamperState } from './stamper.ts';

export interface StampingOptions {
  readonly authorities: readonly TimeAuthority[];
  readonly ledger: Pick<LedgerApi, 'log'>;
  readonly store: ServiceStore;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Crypto;
  readonly everyMs?: number;
  readonly retry?: RetryTimes;
}

export interface Stamping {
  /** The first stamped checkpoint that covers the entry of that index; undefined when none does yet. */
  covering(index: number): Promise<StampedCheckpoint | undefined>;
  /** One for each authority, in the order of the setting. */
  state(): readonly StamperState[];
  close(): Promise<void>;
}

const EVERY_MS = 60_000;
const RETRY: RetryTimes = { firstMs: 5_000, lastMs: 600_000, timeoutMs: 15_000 };

/** Starts stamping; without authorities only what was stamped before is found. */
export function openStamping(options: StampingOptions): Stamping {
  const { authorities, ledger, store, everyMs = EVERY_MS, retry = RETRY } = options;
  const stampers = authorities.map((one) => new Stamper(one, { ...options, retry }));
  const stop = new AbortController();
  const rounds =
    stampers.length === 0 ? Promise.resolve() : run(options, stampers, { everyMs, stop });
  return {
    covering: async (index) => {
      const { origin } = parseCheckpoint(await newestCheckpoint(ledger)).checkpoint;
      return await stampedCovering(store, index, origin);
    },
    state: () => stampers.map((stamper) => stamper.state()),
    close: async () => {
      stop.abort();
      await Promise.all([rounds, ...stampers.map((stamper) => stamper.close())]);
    },
  };
}

async function newestCheckpoint(ledger: Pick<LedgerApi, 'log'>): Promise<string> {
  return fromUtf8(await ledger.log('checkpoint'));
}

interface Rounds {
  readonly everyMs: number;
  readonly stop: AbortController;
}

/** Timers are monotonic, so that a step of the wall clock neither skips nor repeats a round. */
async function run(
  options: StampingOptions,
  stampers: readonly Stamper[],
  { everyMs, stop: { signal } }: Rounds,
): Promise<void> {
  let stampedSize = -1;
  while (!signal.aborted) {
    stampedSize = await round(options, stampers, stampedSize);
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Offers the newest checkpoint when it has grown past `size`; the size offered last. */
async function round(
  { ledger, log }: StampingOptions,
  stampers: readonly Stamper[],
  offeredSize: number,
): Promise<number> {
  try {
    const checkpoint = await newestCheckpoint(ledger);
    const { size } = parseCheckpoint(checkpoint).checkpoint;
    if (size > offeredSize) for (const stamper of stampers) stamper.offer(checkpoint);
    return size;
  } catch (error) {
    log.warn('no checkpoint to stamp', { code: isCoded(error) ? error.code : String(error) });
    return offeredSize;
  }
}
