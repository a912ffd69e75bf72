/** Sums over rows of usage, and whether two counts of it agree. A row is of one customer and one UTC day. */

export interface UsageRow {
  readonly customer: string;
  /** `2026-11-21` */
  readonly day: string;
  readonly records: number;
  readonly refusals: number;
  readonly units: number;
}

export const MEASURES = ['records', 'units', 'refusals'] as const;
export type Measure = (typeof MEASURES)[number];

export type Amounts = Readonly<Record<Measure, number>>;

const NOTHING: Amounts = { records: 0, units: 0, refusals: 0 };
const DAY_MS = 86_400_000;
/** A chart of more days is not readable, and a range that somebody mistyped may have thousands of years. */
const DAYS_MAX = 800;

function plus(a: Amounts, b: Amounts): Amounts {
  return {
    records: a.records + b.records,
    units: a.units + b.units,
    refusals: a.refusals + b.refusals,
  };
}

export function sumOf(rows: readonly Amounts[]): Amounts {
  return rows.reduce(plus, NOTHING);
}

function sumsBy(
  rows: readonly UsageRow[],
  keyOf: (row: UsageRow) => string,
): ReadonlyMap<string, Amounts> {
  const sums = new Map<string, Amounts>();
  for (const row of rows) sums.set(keyOf(row), plus(sums.get(keyOf(row)) ?? NOTHING, row));
  return sums;
}

export interface CustomerSum extends Amounts {
  readonly customer: string;
}

/** Most units first. */
export function byCustomer(rows: readonly UsageRow[]): readonly CustomerSum[] {
  const sums = sumsBy(rows, ({ customer }) => customer);
  return [...sums]
    .map(([customer, amounts]) => ({ customer, ...amounts }))
    .sort((a, b) => b.units - a.units || a.customer.localeCompare(b.customer));
}

export interface DaySum extends Amounts {
  readonly day: string;
}

/** Every day from the first to the last, those without usage too: gaps in a chart would lie. At most the last DAYS_MAX days. */
export function byDay(rows: readonly UsageRow[]): readonly DaySum[] {
  const sums = sumsBy(rows, ({ day }) => day);
  const days = [...sums.keys()].sort();
  const first = dayNumber(days[0]);
  const last = dayNumber(days.at(-1));
  if (first === undefined || last === undefined) return [];
  const from = Math.max(first, last - DAYS_MAX + 1);
  return Array.from({ length: last - from + 1 }, (_, i) => {
    const day = dayText(from + i);
    return { day, ...(sums.get(day) ?? NOTHING) };
  });
}

function dayNumber(day: string | undefined): number | undefined {
  const ms = Date.parse(`${day ?? ''}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : ms / DAY_MS;
}

function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The day with the most of a measure, the first of several. */
export function peakOf(days: readonly DaySum[], measure: Measure): DaySum | undefined {
  return days.reduce<DaySum | undefined>(
    (peak, day) => (peak === undefined || day[measure] > peak[measure] ? day : peak),
    undefined,
  );
}

export interface Difference {
  readonly customer: string;
  readonly day: string;
  /** Undefined: there is no such row. */
  readonly shown: Amounts | undefined;
  readonly counted: Amounts | undefined;
}

/** Rows in which two counts differ, whatever their order; none: they agree. */
export function differencesBetween(
  shown: readonly UsageRow[],
  counted: readonly UsageRow[],
): readonly Difference[] {
  const own = sumsBy(shown, rowKey);
  const other = sumsBy(counted, rowKey);
  const keys = new Set([...own.keys(), ...other.keys()]);
  return [...keys]
    .filter((key) => !areSame(own.get(key), other.get(key)))
    .sort()
    .map((key) => {
      const [day = '', customer = ''] = key.split(' ');
      return { customer, day, shown: own.get(key), counted: other.get(key) };
    });
}

function rowKey({ customer, day }: UsageRow): string {
  return `${day} ${customer}`;
}

function areSame(a: Amounts = NOTHING, b: Amounts = NOTHING): boolean {
  return MEASURES.every((measure) => a[measure] === b[measure]);
}

export interface UsageRange {
  readonly from: string;
  readonly to: string;
  /** Empty: everybody. */
  readonly customer: string;
}

/** The last thirty days, by UTC as the rows are. */
export function lastDays(nowMs: number, customer = '', count = 30): UsageRange {
  const today = Math.floor(nowMs / DAY_MS);
  return { from: dayText(today - count + 1), to: dayText(today), customer };
}

/** The query of GET /v1/usage; what is empty is left out. */
export function queryOf({ from, to, customer }: UsageRange): Readonly<Record<string, string>> {
  return {
    ...(customer !== '' && { customer }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
  };
}
