/** Reading problem details (RFC 9457) as Stele's servers write them. An answer that is none still becomes an error with a code. */

import { RequestError } from '../request-error.ts';
import type { RequestFault } from '../request-error.ts';

/** What the envelope itself consists of; all else is data of the code. */
const ENVELOPE = new Set([
  'type',
  'title',
  'status',
  'detail',
  'instance',
  'code',
  'action',
  'requestId',
  'retryable',
  'docs',
  'errors',
]);

export interface FailedAnswer {
  readonly status: number;
  readonly text: string;
  /** Of the header Retry-After, in seconds. */
  readonly retryAfter: string | null;
}

/** The error that an answer with a status of 400 or more stands for. */
export function errorOf({ status, text, retryAfter }: FailedAnswer): RequestError {
  const problem = readProblem(text);
  if (problem === undefined) return unexplained(status);
  const data = Object.entries(problem).filter(([name]) => !ENVELOPE.has(name));
  return new RequestError(codeOf(problem), messageOf(problem), {
    status,
    requestId: textOf(problem, 'requestId'),
    faults: Array.isArray(problem['errors']) ? problem['errors'].filter(isFault) : [],
    action: textOf(problem, 'action'),
    retryable: problem['retryable'] === true,
    data: { ...Object.fromEntries(data), ...retryAfterOf(retryAfter) },
  });
}

function isFault(value: unknown): value is RequestFault {
  if (typeof value !== 'object' || value === null) return false;
  const { pointer, code, detail } = value as Readonly<Record<string, unknown>>;
  return [pointer, code, detail].every((part) => typeof part === 'string');
}

/** What programs act on and people are shown: from whoever answered, and so no text of any form. */
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

function codeOf(problem: ProblemMembers): string {
  const code = textOf(problem, 'code') ?? '';
  return CODE.test(code) ? code : 'ANSWER_MALFORMED';
}

type ProblemMembers = Readonly<Record<string, unknown>>;

function readProblem(text: string): ProblemMembers | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isProblem = typeof parsed === 'object' && parsed !== null && 'code' in parsed;
    return isProblem ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function textOf(problem: ProblemMembers, name: string): string | undefined {
  const value = problem[name];
  return typeof value === 'string' ? value : undefined;
}

function messageOf(problem: ProblemMembers): string {
  return textOf(problem, 'detail') ?? textOf(problem, 'title') ?? 'the server gave no reason';
}

function retryAfterOf(retryAfter: string | null): { readonly retryAfterMs?: number } {
  const isSeconds = retryAfter !== null && /^[0-9]{1,6}$/.test(retryAfter);
  return isSeconds ? { retryAfterMs: Number(retryAfter) * 1000 } : {};
}

/** Something between here and the node answered: a proxy, or a server that is no Stele. */
function unexplained(status: number): RequestError {
  const isPassing = status === 429 || status === 502 || status === 503 || status === 504;
  return new RequestError(
    'ANSWER_MALFORMED',
    `an answer of status ${String(status)} without a reason`,
    {
      status,
      requestId: undefined,
      faults: [],
      action: 'Check that the address is that of a Stele node, and what stands between.',
      retryable: isPassing,
      data: {},
    },
  );
}
