/** Attributes and fields as people type them: a value as the contract takes it, and as the command line does. */

import type { JsonValue } from '@stele/protocol';

const UINT = /^(0|[1-9][0-9]{0,15})$/;
const FORMS: Readonly<Record<string, RegExp>> = {
  identifier: /^[a-z0-9][a-z0-9-]{0,31}$/,
  digest: /^[0-9a-f]{64}$/,
  account: /^acc_[0-9a-f]{32}$/,
};

/** A number, a time as ms, or the text itself; undefined when it is none of its type. */
export function scalarFrom(typed: string, type: string): JsonValue | undefined {
  const value = typed.trim();
  if (type === 'uint') return UINT.test(value) ? safe(Number(value)) : undefined;
  if (type === 'time') return safe(new Date(value).getTime());
  return FORMS[type]?.test(value) === true ? value : undefined;
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export interface Typed {
  readonly name: string;
  readonly type: string;
}

/** By name, as typed. */
export type TypedValues = Readonly<Record<string, string>>;

/** The values of all of these in their order; undefined when one is none of its type. */
export function scalarsFrom(
  typed: TypedValues,
  fields: readonly Typed[],
): readonly JsonValue[] | undefined {
  const values = fields.map(({ name, type }) => scalarFrom(typed[name] ?? '', type));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

/** `--set name=value` of each, a time of the reader's clock in UTC: the command may run on another one. */
export function scalarOptions(
  option: string,
  typed: TypedValues,
  fields: readonly Typed[],
): readonly string[] {
  return fields.map(({ name, type }) => {
    const value = (typed[name] ?? '').trim();
    const written = type === 'time' ? new Date(value).toISOString() : value;
    return `--${option} ${name}=${written}`;
  });
}
