/**
 * Reading several rows as of one moment. The state takes in a block while its checkpoint is being signed, so it is ahead of what is
 * committed for some milliseconds, and more blocks come while a long list is read. A view of many rows is therefore read from a snapshot,
 * once the block that the snapshot ends with is committed: it shows neither half of a block nor two moments at once.
 */

import { StateReader } from '@stele/kernel';

import type { CommitBell } from './commit-bell.ts';
import type { OpenLedger } from './open-ledger.ts';

export interface SettledHost {
  /** The chain as it is now. Throws when the node has stopped. */
  ledger(): Promise<OpenLedger>;
  readonly bell: CommitBell;
}

/** No commit takes as long, unless the node is about to stop; then asking again says so. */
const COMMIT_WAIT_MS = 1_000;

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
    await committed(host, moment.height);
    return await read({ ...ledger, reader, tip: { ...ledger.tip, ...moment } });
  } finally {
    await snapshot.release();
  }
}

async function committed(host: SettledHost, height: number): Promise<void> {
  while ((await host.ledger()).tip.height < height) await host.bell.wait(COMMIT_WAIT_MS);
}
