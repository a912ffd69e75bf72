/** `name=value` on a command line, for attributes, fields and parameters; each value as its type says. */

import { type Arguments } from '../arguments.ts';
import { trouble } from '../trouble.ts';

/** What `--set` and its like gave, by name. PAIR_MALFORMED, OPTION_REPEATED. */
export function pairsIn(given: Arguments, option: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const text of given.values(option)) {
    const at = text.indexOf('=');
    if (at < 1) throw trouble('PAIR_MALFORMED', { option, value: text });
    const name = text.slice(0, at);
    if (pairs.has(name)) throw trouble('OPTION_REPEATED', { option: `${option} ${name}` });
    pairs.set(name, text.slice(at + 1));
  }
  return pairs;
}

const momentPattern =
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** `2026-12-01` (its first millisecond, UTC) or RFC 3339. TIME_MALFORMED. */
export function momentIn(option: string, value: string): number {
  const timeMs = momentPattern.test(value) ? Date.parse(value) : Number.NaN;
  const isDay = value.length === '2026-12-01'.length;
  const isReal =
    !isDay || (!Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(value));
  if (!Number.isNaN(timeMs) && timeMs >= 0 && isReal) return timeMs;
  throw trouble('TIME_MALFORMED', { option, value });
}

/** 64 hexadecimal digits. REFERENCE_MALFORMED. */
export function digestIn(option: string, value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw trouble('REFERENCE_MALFORMED', { option, value });
}

/** An attribute or field: what people write, as the contract's JSON has it. VALUE_MALFORMED, TIME_MALFORMED. */
export function scalarIn(name: string, type: string, value: string): string | number {
  if (type === 'time') return momentIn(name, value);
  if (type !== 'uint') return value;
  const number = /^(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw trouble('VALUE_MALFORMED', { name, value, type });
}

/** The values of named things in their order, each given exactly once. VALUE_MISSING, VALUE_UNKNOWN, VALUE_MALFORMED. */
export function scalarsFor(
  definitions: readonly { readonly name: string; readonly type: string }[],
  pairs: ReadonlyMap<string, string>,
): readonly (string | number)[] {
  const names = definitions.map(({ name }) => name);
  for (const name of pairs.keys()) {
    if (!names.includes(name)) {
      throw trouble('VALUE_UNKNOWN', { name, names: names.join(', ') || '–' });
    }
  }
  return definitions.map(({ name, type }) => {
    const value = pairs.get(name);
    if (value === undefined) throw trouble('VALUE_MISSING', { name, type });
    return scalarIn(name, type, value);
  });
}
