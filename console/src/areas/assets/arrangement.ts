/** On which terms something is sent: at once, or into a hold made from one of the contract's templates. */

import { ownerForm, type Scale } from '@stele/sdk';
import { isCoded } from '@stele/base';
import { fillTemplate, type Template, templateOf } from '@stele/contracts';
import type { ClassView, JsonValue } from '@stele/protocol';

import { amountFromText } from './amount.ts';
import { scalarFrom } from './scalar.ts';

export interface Arrangement {
  /** Name of a template; empty: none. */
  readonly template: string;
  /** By parameter, as typed. */
  readonly values: Readonly<Record<string, string>>;
}

export const DIRECT: Arrangement = { template: '', values: {} };

export interface Parties {
  readonly from: string;
  readonly to: string;
}

export type ParameterType = Template['parameters'][string];

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
}

export function parametersOf({ template }: Arrangement): readonly Parameter[] {
  if (template === '') return [];
  return Object.entries(templateOf(template).parameters).map(([name, type]) => ({ name, type }));
}

/** Whether something is to be paid, in a class that is to be chosen. */
export function hasPrice(arrangement: Arrangement): boolean {
  return parametersOf(arrangement).some(({ type }) => type === 'class');
}

/** To whom it goes when nobody says anything: back, unless somebody types another. */
const GOES_BACK = 'lapsesTo';

/** The terms of a template, the first party of which is who sends, the others whoever it is sent to, until somebody types another. */
export function arrangementOf(template: string, { from, to }: Parties): Arrangement {
  const parties = parametersOf({ template, values: {} }).filter(({ type }) => type === 'principal');
  const values = parties.map(({ name }, i) => [name, i === 0 || name === GOES_BACK ? from : to]);
  return { template, values: Object.fromEntries(values) as Record<string, string> };
}

/**
 * The new owner as the contract takes it. Rejects with PARAMETER_MISSING, PARAMETER_MALFORMED, or as `amountFromText` does; `classes` say
 * in which scale a price is typed.
 */
export function arrangedOwner(
  arrangement: Arrangement,
  { to }: Parties,
  classes: readonly Pick<ClassView, 'id' | 'scale'>[],
): JsonValue {
  if (arrangement.template === '') return { party: to };
  const scale = priceScale(arrangement, classes);
  const values = parametersOf(arrangement).map(({ name, type }) => {
    return [name, valueOf(type, arrangement.values[name] ?? '', scale)];
  });
  const filled = Object.fromEntries(values) as Record<string, string>;
  return { hold: fillTemplate(templateOf(arrangement.template), filled) };
}

/** Of the class that a price is in; 0 as long as none is chosen. */
export function priceScale(
  arrangement: Arrangement,
  classes: readonly Pick<ClassView, 'id' | 'scale'>[],
): Scale {
  const ofClass = parametersOf(arrangement).find(({ type }) => type === 'class');
  const id = ofClass === undefined ? undefined : arrangement.values[ofClass.name];
  const found = classes.find((one) => one.id === id);
  return found === undefined ? 0 : found.scale;
}

/** As a template takes it: a time in ms, an amount in units. */
function valueOf(type: ParameterType, typed: string, scale: Scale): string {
  if (type === 'time') return String(new Date(typed).getTime());
  return type === 'amount' ? String(amountFromText(typed, scale)) : typed.trim();
}

const CLASS_ID = /^[0-9a-f]{32}$/;

/** Whether what was typed is of the parameter's type; parties and amounts have fields that say it themselves, a time before 1970 the template. */
export function isOfType(type: ParameterType, typed: string): boolean {
  if (type === 'time') return Number.isSafeInteger(new Date(typed).getTime());
  if (type === 'principal' || type === 'amount') return true;
  if (type === 'class') return CLASS_ID.test(typed.trim());
  return scalarFrom(typed, type) !== undefined;
}

/** Whether the terms are complete. */
export function isArranged(
  arrangement: Arrangement,
  parties: Parties,
  classes: readonly Pick<ClassView, 'id' | 'scale'>[],
): boolean {
  const areOfType = parametersOf(arrangement).every(({ name, type }) =>
    isOfType(type, arrangement.values[name] ?? ''),
  );
  if (!areOfType) return false;
  try {
    ownerForm(arrangedOwner(arrangement, parties, classes));
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}
