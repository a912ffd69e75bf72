/**
 * What a schema found wrong, as the `errors` of a problem: a pointer, a code, a sentence. The schema library's own wording stays
 * behind it; a reader sees the rule that was broken, never a value of his (it may be a secret).
 */

import { PROBLEM_ERRORS_MAX } from '../limits.ts';
import type { Fault } from './problem.ts';

/** One finding of TypeBox, which speaks as Ajv does. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: unknown;
}

/** What Fastify throws when a part of the request does not fit its schema. */
export interface PartErrors {
  readonly validation: readonly SchemaError[];
  readonly validationContext?: string;
}

const PREFIX: Readonly<Record<string, string>> = {
  body: '#',
  querystring: '#/query',
  params: '#/path',
  headers: '#/headers',
};

const CODES: Readonly<Record<string, string>> = {
  required: 'MISSING',
  additionalProperties: 'UNKNOWN',
  type: 'TYPE_WRONG',
  enum: 'NOT_ALLOWED',
  const: 'NOT_ALLOWED',
  anyOf: 'NO_FORM_FITS',
  pattern: 'PATTERN_WRONG',
  format: 'PATTERN_WRONG',
  minimum: 'TOO_SMALL',
  maximum: 'TOO_LARGE',
  minLength: 'TOO_SHORT',
  maxLength: 'TOO_LONG',
  minItems: 'TOO_FEW',
  maxItems: 'TOO_MANY',
};

/** At most PROBLEM_ERRORS_MAX faults, in the order they were found. */
export function faultsIn(error: PartErrors): readonly Fault[] {
  return faultsAt(error.validation, PREFIX[error.validationContext ?? 'body'] ?? '#');
}

/** The same of errors about a value whose place is `at`, a JSON pointer as a URI fragment. */
export function faultsAt(errors: readonly SchemaError[], at: string): readonly Fault[] {
  return errors.flatMap((found) => faultsOf(found, at)).slice(0, PROBLEM_ERRORS_MAX);
}

function faultsOf(found: SchemaError, prefix: string): Fault[] {
  const at = prefix + encoded(found.instancePath);
  const code = CODES[found.keyword] ?? 'INVALID';
  const named = NAMED[found.keyword];
  if (named === undefined) return [{ pointer: at, code, detail: found.message }];
  return namesIn(found.params, named.parameter).map((name) => ({
    pointer: `${at}/${encoded(pointerToken(name))}`,
    code,
    detail: named.detail,
  }));
}

/** Findings about an object that name its members. */
const NAMED: Readonly<Record<string, { readonly parameter: string; readonly detail: string }>> = {
  required: { parameter: 'requiredProperties', detail: 'is required' },
  additionalProperties: {
    parameter: 'additionalProperties',
    detail: 'is not known here; is it misspelt?',
  },
};

function namesIn(params: unknown, parameter: string): readonly string[] {
  const names = (params as Readonly<Record<string, unknown>>)[parameter];
  return Array.isArray(names) ? (names as readonly string[]) : [];
}

/** JSON may name a member by half a surrogate pair, which no URI can. */
function encoded(pointer: string): string {
  return encodeURI(pointer.toWellFormed());
}

/** RFC 6901 §3. */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
