/**
 * Templates of holds: arrangements that everybody knows, as data. A template is a hold in JSON in which `{name}` stands for a
 * parameter; filled in it is an owner that a call can name. The contract knows nothing of templates: they save typing, not rules.
 */

import { rejection } from '@stele/base';
import type { Json, JsonObject } from '@stele/kernel/contract';

/** What a parameter is, as it is written in JSON. A time is milliseconds since 1970, a class 32 hexadecimal digits. */
export type ParameterType = 'principal' | 'time' | 'digest' | 'amount' | 'class' | 'identifier';

export interface Template {
  readonly name: string;
  readonly parameters: Readonly<Record<string, ParameterType>>;
  /** What is agreed, in a sentence. */
  readonly summary: { readonly en: string; readonly 'zh-CN': string };
  readonly hold: JsonObject;
}

const PARAMETER = /^\{([A-Za-z]+)\}$/;

/** The hold that a template makes of values. Rejects with PARAMETER_MISSING or PARAMETER_UNKNOWN. */
export function fillTemplate(
  { name, parameters, hold }: Template,
  values: Readonly<Record<string, string>>,
): JsonObject {
  for (const given of Object.keys(values)) {
    if (Object.hasOwn(parameters, given)) continue;
    throw rejection('PARAMETER_UNKNOWN', `the template ${name} has no parameter "${given}"`, {
      action: `its parameters are ${Object.keys(parameters).join(', ')}`,
    });
  }
  return fillObject(hold, (parameter) => {
    const value = Object.hasOwn(values, parameter) ? values[parameter] : undefined;
    if (value === undefined) {
      throw rejection('PARAMETER_MISSING', `the template ${name} needs "${parameter}"`, {
        action: `give it as ${parameters[parameter] ?? 'text'}`,
      });
    }
    return parameters[parameter] === 'time' ? timeOf(parameter, value) : value;
  });
}

/** Times are numbers in JSON. Rejects with PARAMETER_MALFORMED. */
function timeOf(parameter: string, value: string): number {
  const time = Number(value);
  if (/^[0-9]+$/.test(value) && Number.isSafeInteger(time)) return time;
  throw rejection('PARAMETER_MALFORMED', `"${parameter}" is not a number of milliseconds`, {
    action: 'give milliseconds since 1970, in decimal digits',
  });
}

type ValueOf = (parameter: string) => Json;

function fillObject(json: JsonObject, valueOf: ValueOf): JsonObject {
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, fill(one, valueOf)]));
}

function fill(json: Json, valueOf: ValueOf): Json {
  if (typeof json === 'string') {
    const parameter = PARAMETER.exec(json)?.[1];
    return parameter === undefined ? json : valueOf(parameter);
  }
  if (json === null || typeof json !== 'object') return json;
  return isList(json) ? json.map((one) => fill(one, valueOf)) : fillObject(json, valueOf);
}

function isList(json: readonly Json[] | JsonObject): json is readonly Json[] {
  return Array.isArray(json);
}
