/** Values on a command line that are of a certain kind: ids, units, times, days, one of several words. Each rejects with its own code. */

import type { Arguments } from './arguments.ts';
import { trouble } from './trouble.ts';

/** Ids of the evidence service, by what they name: the pattern, and where a reader finds them. */
const idKinds = {
  customer: { pattern: /^cus_[0-9a-f]{32}$/, example: 'cus_…', command: 'stele customer list' },
  key: { pattern: /^[0-9A-Za-z]{12}$/, example: '5Whs5QQ9A1QX', command: 'stele key list' },
  record: { pattern: /^ev_[0-9a-f]{32}$/, example: 'ev_…', command: 'stele evidence list' },
} as const;

/** Rejects with ID_MALFORMED. */
export function idIn(kind: keyof typeof idKinds, value: string): string {
  const { pattern, example, command } = idKinds[kind];
  if (pattern.test(value)) return value;
  throw trouble('ID_MALFORMED', { value, example, command });
}

export function idOption(
  given: Arguments,
  kind: keyof typeof idKinds,
  name: string,
): string | undefined {
  const value = given.value(name);
  return value === undefined ? undefined : idIn(kind, value);
}

/** `sha-256:HEX`; which functions there are and how long their digests, the service says. Rejects with DIGEST_MALFORMED. */
export function digestOption(given: Arguments): string | undefined {
  const value = given.value('digest');
  if (value === undefined || /^[a-z0-9-]{1,16}:[0-9a-f]{1,128}$/.test(value)) return value;
  throw trouble('DIGEST_MALFORMED', { value });
}

/** Units of a quota; null stands for no limit. Rejects with UNITS_MALFORMED. */
export function unitsIn(value: string): number | null {
  if (value === 'none') return null;
  const units = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(units)) return units;
  throw trouble('UNITS_MALFORMED', { value });
}

/** Rejects with CHOICE_UNKNOWN. */
export function oneOf<T extends string>(choices: readonly T[], value: string): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw trouble('CHOICE_UNKNOWN', { value, choices: choices.join(', ') });
}

/** Two switches that mean opposite things; undefined when neither is given. Rejects with OPTIONS_OPPOSED. */
export function eitherOf(given: Arguments, yes: string, no: string): boolean | undefined {
  if (!given.flag(yes) && !given.flag(no)) return undefined;
  notBoth(given, yes, no);
  return given.flag(yes);
}

/** Rejects with OPTIONS_OPPOSED. */
export function notBoth(given: Arguments, one: string, other: string): void {
  if (given.flag(one) && given.flag(other)) throw trouble('OPTIONS_OPPOSED', { one, other });
}

/** The value of an option that a command cannot do without. Rejects with OPTION_MISSING. */
export function requiredOption(given: Arguments, name: string, label: string): string {
  const value = given.value(name);
  if (value === undefined) throw trouble('OPTION_MISSING', { option: name, label });
  return value;
}

/** `2026-01-31`, a day there is. Rejects with DAY_MALFORMED. */
export function dayOption(given: Arguments, name: string): string | undefined {
  const value = given.value(name);
  if (value === undefined || isDay(value)) return value;
  throw trouble('DAY_MALFORMED', { option: name, value });
}

function isDay(value: string): boolean {
  const timeMs = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 31 February for a day in March.
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(value);
}

const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const dayMs = 86_400_000;

/** RFC 3339, or a day, which stands for its first or last millisecond (UTC). In UTC. Rejects with TIME_MALFORMED. */
export function timeOption(
  given: Arguments,
  name: string,
  side: 'first' | 'last',
): string | undefined {
  const value = given.value(name);
  if (value === undefined) return undefined;
  if (isDay(value)) {
    const startMs = Date.parse(`${value}T00:00:00Z`);
    return new Date(side === 'first' ? startMs : startMs + dayMs - 1).toISOString();
  }
  return momentIn(name, value);
}

/** RFC 3339, or `90d` for so many days from now. In UTC. Rejects with TIME_MALFORMED. */
export function expiryOption(given: Arguments, name: string, nowMs: number): string | undefined {
  const value = given.value(name);
  if (value === undefined) return undefined;
  const [, days] = /^([1-9]\d{0,4})d$/.exec(value) ?? [];
  if (days !== undefined) return new Date(nowMs + Number(days) * dayMs).toISOString();
  return momentIn(name, value);
}

function momentIn(name: string, value: string): string {
  const timeMs = momentPattern.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString();
  throw trouble('TIME_MALFORMED', { option: `--${name}`, value });
}
