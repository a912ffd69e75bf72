/**
 * One request of a page and its answer. The browser sends the session's cookie by itself; what changes anything carries the session's
 * token beside it, which a page of another site cannot know.
 */

import {
  ANSWER_MALFORMED,
  ApiError,
  ownProblem,
  PERSON_CHANGED,
  type Problem,
  readProblem,
  textOf,
  UNREACHABLE,
} from './api-error.ts';
import { callerEntered, currentCaller, type Entered } from './caller.ts';

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON; a FormData, Blob or text goes as it is. */
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  /** One for a form, so that pressing twice does once. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The answer's JSON. Rejects with ApiError: what the server said, UNREACHABLE, ANSWER_MALFORMED. */
export async function request<T>(path: string, asked: Asked = {}): Promise<T> {
  const response = await send(path, asked);
  const text = await bodyOf(() => response.text());
  if (response.status === 204) return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(ownProblem(ANSWER_MALFORMED, '', response.status));
  }
}

/** The answer as a file. Rejects as `request` does. */
export async function requestBlob(path: string, asked: Asked = {}): Promise<Blob> {
  const response = await send(path, asked);
  return bodyOf(() => response.blob());
}

/** The answer as text. Rejects as `request` does. */
export async function requestText(path: string, asked: Asked = {}): Promise<string> {
  const response = await send(path, asked);
  return bodyOf(() => response.text());
}

/** The answer, when it is none of a refusal; its body unread. */
export async function send(path: string, asked: Asked): Promise<Response> {
  const response = await fetched(path, asked);
  if (response.ok) return response;
  const problem = await problemIn(response);
  if (problem.code !== 'CSRF_TOKEN_WRONG') throw new ApiError(problem);
  await renewSession();
  const again = await fetched(path, asked);
  if (again.ok) return again;
  throw new ApiError(await problemIn(again));
}

/**
 * Somebody signed in anew in another tab: the cookie is of that session, the token here of the one before. What one person has asked for
 * is never done in the name of another.
 */
export async function renewSession(): Promise<void> {
  const { person } = currentCaller();
  const response = await fetched('/v1/session', {});
  if (!response.ok) throw new ApiError(await problemIn(response));
  const session = await bodyOf(() => response.json() as Promise<Entered>);
  callerEntered(session);
  if (session.person.id !== person) throw new ApiError(ownProblem(PERSON_CHANGED, '', 403));
}

async function problemIn(response: Response): Promise<Problem> {
  const text = await bodyOf(() => response.text());
  return readProblem(response.status, text, response.headers.get('retry-after'));
}

async function fetched(path: string, asked: Asked): Promise<Response> {
  try {
    return await fetch(pathWith(path, asked.query), {
      method: asked.method ?? 'GET',
      headers: headersOf(asked),
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      ...(asked.body === undefined ? {} : { body: bodyFor(asked.body) }),
      ...(asked.signal === undefined ? {} : { signal: asked.signal }),
    });
  } catch (error) {
    throw unreachable(error);
  }
}

export function pathWith(path: string, query: Asked['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}

function headersOf({ method = 'GET', body, type, accept, idempotencyKey }: Asked): Headers {
  const headers = new Headers({ accept: accept ?? 'application/json' });
  if (type !== undefined) headers.set('content-type', type);
  else if (body !== undefined && !isReady(body)) headers.set('content-type', 'application/json');
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  const { csrfToken } = currentCaller();
  if (method !== 'GET' && csrfToken !== undefined) headers.set('x-csrf-token', csrfToken);
  return headers;
}

function isReady(body: unknown): body is FormData | Blob | string {
  return body instanceof FormData || body instanceof Blob || typeof body === 'string';
}

function bodyFor(body: unknown): FormData | Blob | string {
  return isReady(body) ? body : JSON.stringify(body);
}

/** What an answer carries; it may break off while it is read. */
export async function bodyOf<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'AbortError') return error;
  return new ApiError(ownProblem(UNREACHABLE, textOf(error)));
}
