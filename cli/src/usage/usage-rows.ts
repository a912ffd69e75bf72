/** Usage as the service counts it (/openapi.json): asked for, compared, added up. */

import { type Answer, jsonOf } from '@stele/sdk';

import type { Service, ServiceCall } from '../client/service.ts';

export interface UsageRow {
  readonly customer: string;
  /** UTC day of block time. */
  readonly day: string;
  readonly records: number;
  /** Transactions refused after they were ordered. */
  readonly refusals: number;
  /** What was charged. */
  readonly units: number;
}

/** `projection` is quick and may lag; `ledger` counts the log itself again. */
export type UsageSource = 'projection' | 'ledger';

export type UsageQuery = NonNullable<ServiceCall['query']>;

/** A recount reads the whole log. */
const recountWaitMs = 3_600_000;

export function usageCall(
  query: UsageQuery,
  source: UsageSource,
  accept = 'application/json',
): ServiceCall {
  return {
    method: 'GET',
    path: '/v1/usage',
    query: { ...query, ...(source === 'ledger' && { source }) },
    accept,
    ...(source === 'ledger' && { waitMs: recountWaitMs }),
  };
}

export async function usageRows(
  service: Service,
  query: UsageQuery,
  source: UsageSource,
): Promise<readonly UsageRow[]> {
  return usageRowsIn(await service.ask(usageCall(query, source)));
}

/** ANSWER_MALFORMED. */
export function usageRowsIn(answer: Answer): readonly UsageRow[] {
  return (jsonOf(answer) as { readonly items: readonly UsageRow[] }).items;
}

export interface UsageDifference {
  readonly customer: string;
  readonly day: string;
  /** Null: no such row. */
  readonly projection: UsageRow | null;
  readonly ledger: UsageRow | null;
}

/** The rows in which two counts differ, in the order of the ledger's, then of the others. */
export function differences(
  projection: readonly UsageRow[],
  ledger: readonly UsageRow[],
): readonly UsageDifference[] {
  const other = new Map(projection.map((row) => [placeOf(row), row]));
  const own = new Set(ledger.map(placeOf));
  const both = ledger.map((row) => ({ ledger: row, projection: other.get(placeOf(row)) ?? null }));
  const extra = projection.filter((row) => !own.has(placeOf(row)));
  return [...both, ...extra.map((row) => ({ ledger: null, projection: row }))]
    .filter((pair) => !isSame(pair.projection, pair.ledger))
    .map((pair) => {
      const { customer, day } = pair.ledger ?? pair.projection;
      return { customer, day, ...pair };
    });
}

function placeOf({ customer, day }: UsageRow): string {
  return `${day} ${customer}`;
}

function isSame(a: UsageRow | null, b: UsageRow | null): boolean {
  if (a === null || b === null) return a === b;
  return a.records === b.records && a.refusals === b.refusals && a.units === b.units;
}

export interface UsageSum {
  readonly records: number;
  readonly refusals: number;
  readonly units: number;
}

export function sumOf(rows: readonly UsageRow[]): UsageSum {
  return rows.reduce<UsageSum>(
    (sum, row) => ({
      records: sum.records + row.records,
      refusals: sum.refusals + row.refusals,
      units: sum.units + row.units,
    }),
    { records: 0, refusals: 0, units: 0 },
  );
}
