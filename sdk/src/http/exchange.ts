/** One request and its answer: the key, time limits, a bound on what is read, and every way it fails as a coded error. */

import { concat, failure, fromUtf8, isCoded } from '@stele/base';
import { errorOf } from './problem.ts';

export interface HttpAddress {
  /** Where the node is: `https://node.example.org`, or `http://127.0.0.1:7420`. */
  readonly url: string;
  /** A bearer key. */
  readonly key?: string | undefined;
  /** The global one, unless another is given. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** For an answer, beyond what a call itself asks to wait. */
  readonly timeoutMs?: number | undefined;
}

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly accept?: string;
  /** The same again under the same key is done once. */
  readonly idempotencyKey?: string | undefined;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  /** How long the server was asked to hold the answer back. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

const TIMEOUT_MS = 30_000;
/** Larger than any answer there is (a page of 1 000 events of large effects); a node that sends more is broken or hostile. */
const ANSWER_BYTES_MAX = 134_217_728;

/** `exchange` with an address. */
export type Ask = (asked: Exchange) => Promise<Answer>;

/** Asks and reads the answer. Statuses of 400 and more are thrown as RequestError; UNREACHABLE when there is no answer. */
export async function exchange(address: HttpAddress, asked: Exchange): Promise<Answer> {
  const response = await send(address, asked);
  const bytes = await readBody(response);
  if (response.status >= 400) {
    const retryAfter = response.headers.get('retry-after');
    throw errorOf({ status: response.status, text: textOf(bytes), retryAfter });
  }
  return { status: response.status, bytes };
}

/** The answer's JSON object. ANSWER_MALFORMED. */
export function jsonOf({ bytes }: Answer): object {
  try {
    const parsed: unknown = JSON.parse(textOf(bytes));
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Answered below.
  }
  throw answerMalformed('the server’s answer is not the JSON it should be');
}

/** The list in an answer that is a page of one. ANSWER_MALFORMED. */
export function itemsOf(answer: Answer): readonly object[] {
  const { items } = jsonOf(answer) as { readonly items?: unknown };
  if (Array.isArray(items) && items.every((item) => typeof item === 'object' && item !== null)) {
    return items as readonly object[];
  }
  throw answerMalformed('the server’s answer is not the list it should be');
}

export function answerMalformed(message: string): Error {
  return failure('ANSWER_MALFORMED', message, {
    action: 'Check that the address is that of a Stele node.',
  });
}

async function send(address: HttpAddress, asked: Exchange): Promise<Response> {
  const fetch = address.fetch ?? globalThis.fetch;
  const { body } = asked;
  try {
    return await fetch(urlOf(address, asked), {
      method: asked.method,
      headers: headersOf(address, asked),
      // A node never redirects, and a key must not follow one elsewhere.
      redirect: 'error',
      signal: limit(address, asked),
      ...(body === undefined ? {} : { body: body.bytes as Uint8Array<ArrayBuffer> }),
    });
  } catch (cause) {
    throw unreachable(address, cause);
  }
}

function urlOf({ url }: HttpAddress, { path, query = {} }: Exchange): URL {
  const target = new URL(url.replace(/\/+$/, '') + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) target.searchParams.set(name, String(value));
  }
  return target;
}

function headersOf(
  { key }: HttpAddress,
  { accept, idempotencyKey, body }: Exchange,
): Record<string, string> {
  return {
    accept: accept ?? 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(body === undefined ? {} : { 'content-type': body.type }),
  };
}

function limit(
  { timeoutMs = TIMEOUT_MS }: HttpAddress,
  { waitMs = 0, signal }: Exchange,
): AbortSignal {
  const late = AbortSignal.timeout(timeoutMs + waitMs);
  return signal === undefined ? late : AbortSignal.any([late, signal]);
}

async function readBody(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of chunksOf(response)) {
      length += part.length;
      if (length > ANSWER_BYTES_MAX) throw tooLarge();
      parts.push(part);
    }
  } catch (cause) {
    throw isCoded(cause) ? cause : unreachable({ url: response.url }, cause);
  }
  return concat(...parts);
}

/** By a reader: not every browser can iterate a stream. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}

function unreachable({ url }: { readonly url: string }, cause: unknown): Error {
  return failure('UNREACHABLE', `${url} did not answer`, {
    action: 'Check the address, that the node runs (GET /healthz), and the network between.',
    retryable: true,
    cause,
  });
}

function tooLarge(): Error {
  return failure('ANSWER_TOO_LARGE', 'the server sends more than any answer has', {
    action: 'Check that the address is that of a Stele node.',
    data: { limit: 'ANSWER_BYTES_MAX', bytesMax: ANSWER_BYTES_MAX },
  });
}
