/**
 * What a value breaks of its schema, found one by one: whoever takes a hundred errors has paid for a hundred, however many there are.
 * The schema library finds all of them before it gives the first, which for a body of 8 MiB takes seconds and gigabytes; here it judges
 * single rules only, and the way through members and elements is ours. Errors and their order are those of the library.
 */

import { assert } from '@stele/base';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { SchemaError } from '../problem/faults.ts';
import { pointerToken } from '../problem/faults.ts';

/** Whether a value fits a schema, and if not, why. */
export interface ErrorFinder {
  readonly fits: (value: unknown) => boolean;
  /** Lazily, in the library's order; `at` is the JSON pointer of the value. */
  readonly errors: Rule;
}

type Rule = (value: unknown, at: string) => Iterable<SchemaError>;

/** The keywords that are followed here, of a schema as JSON. */
interface Keywords {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly uniqueItems?: boolean;
  readonly anyOf?: readonly Schema[];
}
type Schema = boolean | Keywords;

const FOLLOWED = [
  ...['properties', 'patternProperties', 'additionalProperties'],
  ...['items', 'uniqueItems', 'anyOf'],
];
const OF_KIND = ['type', 'required'];
const OF_COUNT = ['minItems', 'maxItems'];
const OF_VALUE = [
  ...['minLength', 'maxLength', 'format', 'pattern'],
  ...['exclusiveMinimum', 'exclusiveMaximum', 'minimum', 'maximum', 'multipleOf', 'const', 'enum'],
];
const NOTES = ['$id', 'title', 'description', 'examples', 'default', 'contentEncoding'];
const MARKS = ['~kind', '~optional', '~readonly', '~unsafe'];
const KNOWN = new Set([...FOLLOWED, ...OF_KIND, ...OF_COUNT, ...OF_VALUE, ...NOTES, ...MARKS]);

/** Compiles a schema and all within it; one with a rule whose errors could not be found so is a bug. */
export function errorFinder(schema: TSchema): ErrorFinder {
  return finderOf(schema);
}

/** At most `count` of the errors of a value that does not fit. */
export function firstErrors(
  finder: ErrorFinder,
  value: unknown,
  count: number,
): readonly SchemaError[] {
  const first: SchemaError[] = [];
  for (const error of finder.errors(value, '')) {
    if (first.push(error) === count) break;
  }
  return first;
}

function finderOf(schema: Schema): ErrorFinder {
  const compiled = Compile(schema as TSchema);
  const rules = typeof schema === 'boolean' ? [single(schema)] : rulesOf(schema);
  return {
    fits: (value) => compiled.Check(value),
    *errors(value, at) {
      for (const rule of rules) yield* rule(value, at);
    },
  };
}

/** In the order in which the library looks at them. */
function rulesOf(schema: Keywords): readonly Rule[] {
  for (const keyword of Object.getOwnPropertyNames(schema)) {
    assert(KNOWN.has(keyword), `errors of the keyword ${keyword} can be found`);
  }
  return [
    ...singles(schema, OF_KIND),
    ...additionalMembers(schema),
    ...patternMembers(schema),
    ...namedMembers(schema),
    ...elements(schema),
    ...singles(schema, OF_COUNT),
    ...uniqueElements(schema),
    ...singles(schema, OF_VALUE),
    ...branches(schema),
  ];
}

/** The rules under these keywords, which look at the value itself and so are the library's. */
function singles(schema: Keywords, keywords: readonly string[]): readonly Rule[] {
  const part = Object.entries(schema).filter(([keyword]) => keywords.includes(keyword));
  return part.length === 0 ? [] : [single(Object.fromEntries(part))];
}

function single(schema: Schema): Rule {
  const compiled = Compile(schema as TSchema);
  return (value, at) => compiled.Errors(value).map((error) => ({ ...error, instancePath: at }));
}

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function additionalMembers(schema: Keywords): readonly Rule[] {
  const { properties = {}, patternProperties = {}, additionalProperties } = schema;
  if (additionalProperties === undefined) return [];
  const finder = finderOf(additionalProperties);
  const patterns = Object.keys(patternProperties).map((pattern) => new RegExp(pattern, 'u'));
  const isDeclared = (name: string): boolean =>
    Object.hasOwn(properties, name) || patterns.some((pattern) => pattern.test(name));
  const rule: Rule = function* (value, at) {
    if (!isMembers(value)) return;
    const names: string[] = [];
    for (const name of Object.keys(value)) {
      if (isDeclared(name) || finder.fits(value[name])) continue;
      names.push(name);
      yield* finder.errors(value[name], memberAt(at, name));
    }
    if (names.length > 0) yield additional(at, names);
  };
  return [rule];
}

function additional(at: string, names: readonly string[]): SchemaError {
  return {
    keyword: 'additionalProperties',
    instancePath: at,
    message: 'must not have additional properties',
    params: { additionalProperties: names },
  };
}

function patternMembers({ patternProperties = {} }: Keywords): readonly Rule[] {
  return Object.entries(patternProperties).map(([source, schema]): Rule => {
    const finder = finderOf(schema);
    const pattern = new RegExp(source, 'u');
    return function* (value, at) {
      if (!isMembers(value)) return;
      for (const name of Object.keys(value)) {
        if (!pattern.test(name) || finder.fits(value[name])) continue;
        yield* finder.errors(value[name], memberAt(at, name));
      }
    };
  });
}

/** Not asked first whether they fit: there are few, and a large one would be looked through once more at each level above its fault. */
function namedMembers({ properties = {} }: Keywords): readonly Rule[] {
  return Object.entries(properties).map(([name, schema]): Rule => {
    const finder = finderOf(schema);
    return function* (value, at) {
      if (!isMembers(value) || !Object.hasOwn(value, name)) return;
      yield* finder.errors(value[name], memberAt(at, name));
    };
  });
}

function memberAt(at: string, name: string): string {
  return `${at}/${pointerToken(name)}`;
}

function elements({ items }: Keywords): readonly Rule[] {
  if (items === undefined) return [];
  const finder = finderOf(items);
  const rule: Rule = function* (value, at) {
    if (!Array.isArray(value)) return;
    for (const [i, element] of value.entries()) {
      if (!finder.fits(element)) yield* finder.errors(element, `${at}/${String(i)}`);
    }
  };
  return [rule];
}

/** The library's error lists the places of all that are not unique, in quadratic time; it is asked about a stand-in. */
function uniqueElements({ uniqueItems }: Keywords): readonly Rule[] {
  if (uniqueItems !== true) return [];
  const compiled = Compile({ uniqueItems } as TSchema);
  const report = single({ uniqueItems });
  return [(value, at) => (compiled.Check(value) ? [] : report(TWICE, at))];
}

const TWICE = [0, 0];

function branches({ anyOf }: Keywords): readonly Rule[] {
  if (anyOf === undefined) return [];
  const finders = anyOf.map(finderOf);
  const rule: Rule = function* (value, at) {
    if (finders.some((finder) => finder.fits(value))) return;
    for (const finder of finders) yield* finder.errors(value, at);
    yield { keyword: 'anyOf', instancePath: at, message: NO_BRANCH, params: {} };
  };
  return [rule];
}

const NO_BRANCH = 'must match a schema in anyOf';
