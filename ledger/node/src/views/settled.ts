/**
 * Reading several rows as of one moment. The state takes in a block while its checkpoint is being signed, so it is ahead of what is
 * committed for some milliseconds, and more blocks come while a long list is read. A view of many rows is therefore read from a snapshot,
 * once the block that the snapshot ends with is committed: it shows neither half of a block nor two moments at once.
 */

import type { Clock } from '@stele/base';
import { StateReader } from '@stele/kernel';

import type { CommitBell } from './commit-bell.ts';
import type { OpenLedger } from './open-ledger.ts';

export interface SettledHost {
  /** The chain as it is now. Throws when the node has stopped. */
  ledger(): Promise<OpenLedger>;
  readonly bell: CommitBell;
  readonly clock: Clock;
}

/** No commit takes as long, unless the node is about to stop, or its disk is full: then what was committed is shown. */
const COMMIT_WAIT_MS = 2_000;

/** What `read` makes of the ledger as of one committed block. */
export async function settled<T>(
  host: SettledHost,
  read: (ledger: OpenLedger) => Promise<T>,
): Promise<T> {
  const ledger = await host.ledger();
  const snapshot = ledger.storage.state.snapshot();
  try {
    const reader = new StateReader(snapshot);
    const moment = reader.moment() ?? ledger.tip;
    const isCommitted = await committed(host, moment.height);
    const tip = isCommitted ? { ...ledger.tip, ...moment } : ledger.tip;
    return await read({ ...ledger, reader, tip });
  } finally {
    await snapshot.release();
  }
}

/** Waits for a block, as long as it may take. */
async function committed(host: SettledHost, height: number): Promise<boolean> {
  const untilMs = host.clock.monotonicMs() + COMMIT_WAIT_MS;
  for (;;) {
    if ((await host.ledger()).tip.height >= height) return true;
    const leftMs = untilMs - host.clock.monotonicMs();
    if (leftMs <= 0) return false;
    await host.bell.wait(leftMs);
  }
}
