/** Charges summed by account and day: the same sums for the rows of the projection and for a recount of the ledger. */

import { compare, toHex } from '@stele/base';
import type { Charge } from './entry-facts.ts';

export interface DaySum {
  readonly account: Uint8Array;
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly records: number;
  readonly refusals: number;
  readonly units: number;
}

const DAY_MS = 86_400_000;

export class Tally {
  readonly #sums = new Map<string, DaySum>();

  add({ account, timeMs, records, refusals, units }: Charge): void {
    const day = Math.floor(timeMs / DAY_MS);
    const key = `${toHex(account)} ${String(day)}`;
    const sum = this.#sums.get(key) ?? { account, day, records: 0, refusals: 0, units: 0 };
    this.#sums.set(key, {
      account,
      day,
      records: sum.records + records,
      refusals: sum.refusals + refusals,
      units: sum.units + units,
    });
  }

  /** By day, then by account. */
  sums(): readonly DaySum[] {
    return [...this.#sums.values()].sort((a, b) => a.day - b.day || compare(a.account, b.account));
  }
}

export function tallied(charges: readonly Charge[]): readonly DaySum[] {
  const tally = new Tally();
  for (const charge of charges) tally.add(charge);
  return tally.sums();
}

/** `2026-11-21` */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The number of a day that `dayText` wrote; NaN for anything else. */
export function dayNumber(text: string): number {
  const day = Date.parse(`${text}T00:00:00.000Z`) / DAY_MS;
  return Number.isFinite(day) && dayText(day) === text ? day : Number.NaN;
}
