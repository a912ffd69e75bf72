/**
 * What each customer used, by UTC day of block time: from the projection, and counted again from the ledger alone. Both come from the
 * same reading of an entry, and the second needs no database, so that a bill can be checked against the record itself.
 */

import { rejection } from '@stele/base';
import type { Clock } from '@stele/base';
import type { LedgerApi } from '@stele/protocol';
import { equal } from '@stele/base';
import type { Transaction } from 'kysely';
import { factsOf } from './entry-facts.ts';
import { readBundle, signedSize } from './log-reader.ts';
import { Pace } from './pace.ts';
import type { Tables } from './tables.ts';
import { dayNumber, dayText, type DaySum, Tally } from './tally.ts';

export interface UsageQuery {
  /** Of whom; absent: of everybody. */
  readonly account?: Uint8Array;
  /** First and last day, both counted, as `2026-11-21`; absent: no bound. */
  readonly fromDay?: string;
  readonly toDay?: string;
}

export interface UsageRow {
  /** Of the payer. */
  readonly account: Uint8Array;
  readonly day: string;
  readonly records: number;
  /** Transactions that were refused in execution, and charged. */
  readonly refusals: number;
  /** What the contract charges, whether or not the account has a quota. */
  readonly units: number;
}

interface Days {
  readonly first: number;
  readonly last: number;
}

const LAST_DAY = 2 ** 31 - 1;

/** Rejects with DAY_MALFORMED. */
function daysOf({ fromDay, toDay }: UsageQuery): Days {
  return {
    first: fromDay === undefined ? 0 : readDay(fromDay),
    last: toDay === undefined ? LAST_DAY : readDay(toDay),
  };
}

function readDay(text: string): number {
  const day = dayNumber(text);
  if (!Number.isNaN(day)) return day;
  throw rejection('DAY_MALFORMED', 'a day is written like 2026-11-21', {
    action: 'Write year, month and day of UTC.',
  });
}

/** By day, then by account. Rejects with DAY_MALFORMED. */
export async function readUsage(
  transaction: Transaction<Tables>,
  query: UsageQuery,
): Promise<readonly UsageRow[]> {
  const { first, last } = daysOf(query);
  const all = transaction
    .withSchema('evidence')
    .selectFrom('usage')
    .innerJoin('accounts', 'accounts.number', 'usage.account')
    .select(['accounts.account', 'usage.day', 'usage.records', 'usage.refusals', 'usage.units'])
    .where('usage.day', '>=', first)
    .where('usage.day', '<=', last)
    .orderBy('usage.day')
    .orderBy('accounts.account');
  const { account } = query;
  const wanted = account === undefined ? all : all.where('accounts.account', '=', account);
  return (await wanted.execute()).map(rowOf);
}

function rowOf({ account, day, ...sums }: DaySum): UsageRow {
  return { account: new Uint8Array(account), day: dayText(day), ...sums };
}

/**
 * Counts all that the ledger has, entry by entry, up to its newest checkpoint: the rows that the projection gives when it has
 * followed so far. Rejects with DAY_MALFORMED.
 */
export async function recountUsage(
  ledger: LedgerApi,
  query: UsageQuery,
  clock: Clock,
): Promise<readonly UsageRow[]> {
  const { first, last } = daysOf(query);
  const size = await signedSize(ledger);
  const tally = new Tally();
  const pace = new Pace(clock);
  for (let next = 0; next < size;) {
    const entries = await readBundle(ledger, next, size);
    for (const entry of entries) {
      const facts = factsOf(entry);
      if (facts !== undefined) tally.add(facts.charge);
      if (pace.isDue) await pace.pause();
    }
    next += entries.length;
  }
  const { account } = query;
  return tally
    .sums()
    .filter((sum) => account === undefined || equal(sum.account, account))
    .filter(({ day }) => day >= first && day <= last)
    .map(rowOf);
}
