/** The definition of a class as the ledger tells it in JSON (spec/assets.md, "Classes"), read for showing: what is absent has its plain value. */

import type { JsonObject, JsonValue } from '@stele/protocol';

export const MOVES = [
  'issue',
  'transfer',
  'offer',
  'sale',
  'pledge',
  'step',
  'redeem',
  'freeze',
] as const;

export type MoveName = (typeof MOVES)[number];

export interface Field {
  readonly name: string;
  readonly type: string;
}

export interface Move {
  readonly move: string;
  readonly by: readonly string[];
}

export interface Step {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly by: readonly string[];
  readonly sets: readonly string[];
  readonly together: readonly number[];
}

export interface Limits {
  readonly supply: string | null;
  readonly perHolder: string | null;
  readonly partMin: string | null;
  readonly depthMax: number | null;
  readonly rest: { readonly firstDays: number; readonly nextDays: number } | null;
  readonly forValue: string;
  readonly spends: { readonly class: string; readonly rate: number } | null;
}

export interface Definition {
  readonly attributes: readonly Field[];
  readonly set: { readonly by: string; readonly member: string } | null;
  readonly fields: readonly Field[];
  readonly states: readonly string[];
  readonly steps: readonly Step[];
  readonly roles: readonly { readonly name: string; readonly is: string }[];
  readonly moves: readonly Move[];
  readonly holders: string | null;
  readonly limits: Limits;
  readonly hook: string;
  readonly countersigner: string | null;
  readonly terms: string | null;
}

export function readDefinition(json: JsonObject): Definition {
  return {
    attributes: objectsIn(json['attributes']).map(readField),
    set: readSet(json['set']),
    fields: objectsIn(json['fields']).map(readField),
    states: textsIn(json['states']),
    steps: objectsIn(json['steps']).map(readStep),
    roles: objectsIn(json['roles']).map((role) => ({
      name: textIn(role['name']),
      is: textIn(role['is']),
    })),
    moves: objectsIn(json['moves']).map((move) => ({
      move: textIn(move['move']),
      by: textsIn(move['by']),
    })),
    holders: nullable(json['holders'], textIn),
    limits: readLimits(objectIn(json['limits'])),
    hook: textIn(json['hook']),
    countersigner: nullable(json['countersigner'], textIn),
    terms: nullable(json['terms'], textIn),
  };
}

function readField(field: JsonObject): Field {
  return { name: textIn(field['name']), type: textIn(field['type']) };
}

function readSet(value: JsonValue | undefined): Definition['set'] {
  const set = objectIn(value);
  if (typeof set['by'] !== 'string') return null;
  return { by: set['by'], member: textIn(set['member']) };
}

function readStep(step: JsonObject): Step {
  return {
    name: textIn(step['name']),
    from: textsIn(step['from']),
    to: textIn(step['to']),
    by: textsIn(step['by']),
    sets: textsIn(step['sets']),
    together: listIn(step['together']).map(Number),
  };
}

function readLimits(limits: JsonObject): Limits {
  const rest = objectIn(limits['rest']);
  const spends = objectIn(limits['spends']);
  return {
    supply: nullable(limits['supply'], textIn),
    perHolder: nullable(limits['perHolder'], textIn),
    partMin: nullable(limits['partMin'], textIn),
    depthMax: nullable(limits['depthMax'], Number),
    rest:
      typeof rest['firstDays'] === 'number'
        ? { firstDays: rest['firstDays'], nextDays: Number(rest['nextDays']) }
        : null,
    forValue: textIn(limits['forValue']),
    spends:
      typeof spends['class'] === 'string'
        ? { class: spends['class'], rate: Number(spends['rate']) }
        : null,
  };
}

function nullable<T>(value: JsonValue | undefined, read: (value: JsonValue) => T): T | null {
  return value === undefined || value === null ? null : read(value);
}

function textIn(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  return listIn(value).map(textIn);
}

function objectIn(value: JsonValue | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return listIn(value).map(objectIn);
}
