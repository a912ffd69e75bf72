/**
 * The one shape of every error answer: RFC 9457 problem details with Stele's members. Turns any thrown value
 * into it; what the reader may not see never gets in, because only the catalogue decides what is public.
 */

import { assert, isCoded } from '@stele/base';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PROBLEM_ERRORS_MAX } from '../limits.ts';
import type { Catalogue, CodeEntry } from './catalogue.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Where the catalogue is served; `docs` of a problem is this and the code. */
export const CODES_PATH = '/v1/codes';

const FaultSchema = Type.Object({
  pointer: Type.String({
    description: 'JSON pointer as a URI fragment; `#/query/…` and `#/path/…` for parameters',
  }),
  code: Type.String(),
  detail: Type.String(),
});

export type Fault = Static<typeof FaultSchema>;

export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'urn:stele:code: and the code' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
    instance: Type.String({ description: 'the path that was asked for' }),
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{0,39}$' }),
    action: Type.String({ description: 'what to do next' }),
    requestId: Type.String(),
    retryable: Type.Boolean({ description: 'whether the same request may succeed later' }),
    docs: Type.String({ description: 'a path of this server that explains the code' }),
    errors: Type.Optional(Type.Array(FaultSchema, { maxItems: PROBLEM_ERRORS_MAX })),
  },
  { $id: 'Problem', description: 'RFC 9457 problem details; some codes add members of their own' },
);

export type Problem = Static<typeof ProblemSchema> & Readonly<Record<string, unknown>>;

export interface ProblemContext {
  readonly catalogue: Catalogue;
  readonly requestId: string;
  /** The path asked for, without its query. */
  readonly instance: string;
}

interface Translated {
  readonly code: string;
  readonly entry: CodeEntry;
  readonly detail: string;
  readonly action: string;
  readonly retryable: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The answer to a request that ended with `error`. */
export function problemOf(error: unknown, context: ProblemContext): Problem {
  const found = translate(error, context.catalogue);
  return {
    type: `urn:stele:code:${found.code}`,
    title: found.entry.title,
    status: found.entry.status,
    detail: found.detail,
    instance: context.instance,
    code: found.code,
    action: found.action,
    requestId: context.requestId,
    retryable: found.retryable,
    docs: `${CODES_PATH}/${found.code}`,
    ...faultsOf(found),
    ...shown(found.entry, found.data),
  };
}

/** Whether `error` reaches its reader under its own code. */
export function isPublic(error: unknown, catalogue: Catalogue): boolean {
  return isCoded(error) && Object.hasOwn(catalogue, error.code);
}

function translate(error: unknown, catalogue: Catalogue): Translated {
  const entry = isCoded(error) ? entryOf(catalogue, error.code) : undefined;
  if (entry === undefined || !isCoded(error)) return internal(catalogue);
  return {
    code: error.code,
    entry,
    detail: error.message,
    action: error.action ?? entry.action,
    retryable: error.retryable,
    data: error.data ?? {},
  };
}

function internal(catalogue: Catalogue): Translated {
  const entry = entryOf(catalogue, 'INTERNAL');
  assert(entry !== undefined, 'every catalogue has INTERNAL');
  const detail = 'The cause is in the log of the server under the request id.';
  return { code: 'INTERNAL', entry, detail, action: entry.action, retryable: false, data: {} };
}

function entryOf(catalogue: Catalogue, code: string): CodeEntry | undefined {
  return Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
}

/** The error's own list; or, when its data has a `pointer` to where the trouble is, that one place. */
function faultsOf({ code, detail, data }: Translated): { errors?: Fault[] } {
  const { errors, pointer } = data as { errors?: readonly Fault[]; pointer?: unknown };
  if (errors !== undefined) return { errors: errors.slice(0, PROBLEM_ERRORS_MAX) };
  return typeof pointer === 'string' ? { errors: [{ pointer, code, detail }] } : {};
}

function shown(
  entry: CodeEntry,
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = (entry.shows ?? []).filter((name) => data[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, data[name]]));
}

/** Where nothing better is known. */
export const RETRY_AFTER_S = 1;

/** Seconds for Retry-After, where the status has one: from the error's `retryAfterMs`, at least a second. */
export function retryAfterS(status: number, error: unknown): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const { retryAfterMs } = (isCoded(error) ? (error.data ?? {}) : {}) as { retryAfterMs?: unknown };
  const seconds = typeof retryAfterMs === 'number' ? Math.ceil(retryAfterMs / 1000) : RETRY_AFTER_S;
  return Math.max(seconds, RETRY_AFTER_S);
}
