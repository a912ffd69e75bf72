/** The holds of a story: templates of the contract, filled with the names of people and classes. */

import { type ParameterType, fillTemplate, templateOf } from '@stele/contracts';
import type { JsonObject } from '@stele/kernel/contract';

import { classIdOf } from './places.ts';

/** A hold by its template. Principals are names, classes `organisation/name`, times milliseconds. */
export function holdOf(
  name: string,
  values: Readonly<Record<string, string | number>>,
): JsonObject {
  const template = templateOf(name);
  const written = Object.entries(values).map(([parameter, value]) => [
    parameter,
    writtenAs(template.parameters[parameter], String(value)),
  ]);
  return fillTemplate(template, Object.fromEntries(written) as Record<string, string>);
}

function writtenAs(type: ParameterType | undefined, value: string): string {
  if (type === 'principal') return `{${value}}`;
  return type === 'class' ? classIdOf(value) : value;
}
