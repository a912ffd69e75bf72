/** The next stretch of the log, read and counted: what one transaction of the follower writes. */

import { createHash } from 'node:crypto';
import type { Clock } from '@stele/base';
import type { LedgerApi } from '@stele/protocol';
import type { Transaction } from 'kysely';
import { type Charge, factsOf, type RecordingCall } from './entry-facts.ts';
import { moveOn, type Progress } from './follower-row.ts';
import { readBundle } from './log-reader.ts';
import { Pace } from './pace.ts';
import { addUsage, insertCalls, numberAccounts } from './projection-rows.ts';
import type { Tables } from './tables.ts';

export interface LogStep {
  readonly from: Progress;
  readonly to: Progress;
  readonly calls: readonly RecordingCall[];
  readonly charges: readonly Charge[];
}

/** One bundle: it holds nobody up, and still makes the cost of a transaction small. */
const ENTRIES_MAX = 256;
/** An entry may make sixteen rows. */
const CALLS_MAX = 2_048;

/** Reads on from `from`, which is below `size`; at least one entry. Rejects with what ledger and decoders reject with. */
export async function readStep(
  ledger: LedgerApi,
  { from, size, clock }: { readonly from: Progress; readonly size: number; readonly clock: Clock },
): Promise<LogStep> {
  const calls: RecordingCall[] = [];
  const charges: Charge[] = [];
  const pace = new Pace(clock);
  let next = from.logNext;
  let last: Uint8Array = new Uint8Array();
  while (next < size && next - from.logNext < ENTRIES_MAX && calls.length < CALLS_MAX) {
    const entries = await readBundle(ledger, next, size);
    for (const entry of entries) {
      const facts = factsOf(entry);
      if (facts !== undefined) {
        charges.push(facts.charge);
        calls.push(...facts.calls);
      }
      if (pace.isDue) await pace.pause();
    }
    next += entries.length;
    last = entries.at(-1) ?? last;
  }
  const timeMs = charges.at(-1)?.timeMs ?? from.timeMs;
  return {
    from,
    to: { ...from, logNext: next, lastEntry: entryHash(last), timeMs },
    calls,
    charges,
  };
}

export async function writeStep(
  transaction: Transaction<Tables>,
  chain: Uint8Array,
  step: LogStep,
): Promise<void> {
  await moveOn(transaction, chain, step);
  const accounts = [...step.charges, ...step.calls].map(({ account }) => account);
  const numbers = await numberAccounts(transaction, accounts);
  await insertCalls(transaction, step.calls, numbers);
  await addUsage(transaction, step.charges, numbers);
}

/**
 * Whether the log still is the one that was followed: after a restore that lost entries, others may stand in their places. Then all
 * that was derived from them is wrong.
 */
export async function isContinued(
  ledger: LedgerApi,
  { logNext, lastEntry }: Progress,
  size: number,
): Promise<boolean> {
  if (logNext === 0) return true;
  if (logNext > size) return false;
  const entry = await ledger.entry(logNext - 1);
  return Buffer.from(entryHash(entry)).equals(lastEntry);
}

function entryHash(entry: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(entry).digest());
}
