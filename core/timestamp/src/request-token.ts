/**
 * Asks a time authority over HTTP (RFC 3161, 3.4): one POST, no redirects, bounded time and size. What comes back is untrusted until
 * verify-token.ts has judged it.
 */

import { concat, failure, type Random } from '@stele/base';
import { TIMESTAMP_TOKEN_BYTES_MAX } from '@stele/protocol';
import { encodeRequest, readAnswer } from './exchange.ts';

export interface TokenRequest {
  /** http or https. */
  readonly url: string;
  /** SHA-256, 32 bytes. */
  readonly imprint: Uint8Array;
  readonly random: Random;
  /** For the whole exchange. */
  readonly timeoutMs?: number;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 10_000;
const NONCE_BYTES = 16;
/** A token and what an answer wraps around it. */
const ANSWER_BYTES_MAX = TIMESTAMP_TOKEN_BYTES_MAX + 1_024;

/**
 * A token over `imprint`, as DER. Fails, always retryable, with TIMESTAMP_UNREACHABLE (no answer in time, no such host, another
 * HTTP status than 200) or with the codes of `readAnswer`.
 */
export async function requestToken(request: TokenRequest): Promise<Uint8Array> {
  const { url, imprint, random, timeoutMs = TIMEOUT_MS, signal } = request;
  const nonce = random.bytes(NONCE_BYTES);
  const timeout = AbortSignal.timeout(timeoutMs);
  const answer = await attempt(url, async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
      },
      body: new Uint8Array(encodeRequest({ imprint, nonce })),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return await bodyOf(url, response);
  });
  return readAnswer(answer, { imprint, nonce });
}

async function attempt<T>(url: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    // fetch reports every trouble of the network as a TypeError, and its end by a signal as a DOMException.
    if (!(cause instanceof TypeError || cause instanceof DOMException)) throw cause;
    throw unreachable(url, 'does not answer', cause);
  }
}

async function bodyOf(url: string, response: Response): Promise<Uint8Array> {
  if (response.status !== 200) {
    await response.body?.cancel();
    throw unreachable(url, `answered with HTTP status ${String(response.status)}`);
  }
  const type = response.headers.get('content-type') ?? '';
  const body = await readBounded(response);
  if (body !== undefined && type.startsWith('application/timestamp-reply')) return body;
  throw failure('TIMESTAMP_ANSWER_MALFORMED', 'a time authority answered with something else', {
    action: 'Check the address of the time authority.',
    retryable: true,
    data: { url, contentType: type.slice(0, 100) },
  });
}

/** Undefined when it is longer than any answer. */
async function readBounded({ body }: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop cancels the stream.
    if (length > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return concat(...chunks);
}

function unreachable(url: string, what: string, cause?: unknown): Error {
  return failure('TIMESTAMP_UNREACHABLE', `the time authority at ${url} ${what}`, {
    action: 'Check its address and the way to it; it is asked again by itself.',
    retryable: true,
    cause,
  });
}
