/** What the server says when it refuses (RFC 9457), as one error that pages can show; what this browser itself comes upon looks the same. */

import { isCoded } from '@stele/base';

export interface Fault {
  /** `#/items/17/digests/sha-256` */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface Problem {
  /** 0: there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly action: string;
  readonly requestId?: string | undefined;
  readonly scope?: string | undefined;
  readonly retryAfterS?: number | undefined;
  readonly errors: readonly Fault[];
}

export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

/** There was no answer at all. */
export const UNREACHABLE = 'UNREACHABLE';
/** There was one that is not the server's. */
export const ANSWER_MALFORMED = 'ANSWER_MALFORMED';

/** The session in force is another person's than the one that this page was asked by. */
export const PERSON_CHANGED = 'PERSON_CHANGED';

/** A problem that no server has told. `status` is that of the answer it was met in. */
export function ownProblem(code: string, detail = '', status = 0): Problem {
  return { status, code, detail, action: '', errors: [] };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  if (!isCoded(error)) return ownProblem('PAGE_BROKEN', textOf(error));
  return { ...ownProblem(error.code, error.message), action: error.action ?? '' };
}

/** What an error of any kind says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.problem.code === code;
}

/** True when the reader has to sign in, for the first time or again. */
export function needsSession(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}

/** The problem in an answer's text; an answer that is none, a proxy's page say, has a code of its own. */
export function readProblem(status: number, text: string, retryAfter: string | null): Problem {
  const said = objectIn(text);
  const memberOf = (name: string): string | undefined =>
    typeof said[name] === 'string' ? said[name] : undefined;
  const seconds = Number(retryAfter ?? NaN);
  return {
    status,
    code: memberOf('code') ?? ANSWER_MALFORMED,
    detail: memberOf('detail') ?? `HTTP ${String(status)}`,
    action: memberOf('action') ?? '',
    requestId: memberOf('requestId'),
    scope: memberOf('scope'),
    retryAfterS: Number.isFinite(seconds) ? seconds : undefined,
    errors: Array.isArray(said['errors']) ? said['errors'].filter(isFault) : [],
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Not JSON: whoever answered is not the server.
  }
  return {};
}

function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null) return false;
  const { pointer, code, detail } = value as Record<string, unknown>;
  return [pointer, code, detail].every((part) => typeof part === 'string');
}
