/**
 * Which bodies are read, and how much of each. JSON strictly (json-text.ts); what else JSON allows is left to the schemas. Any other kind arrives as bytes.
 */

import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readJson } from './json-text.ts';
import { BODY_BYTES_MAX, REFUSED_BODY_BYTES_MAX, REFUSED_BODY_MS } from './limits.ts';

/** A limit as a reader sees it in a 413. */
export interface NamedLimit {
  readonly name: string;
  /** Bytes. */
  readonly value: number;
}

/** What is read, by media type. */
export type BodyLimits = Readonly<Record<string, NamedLimit>>;

export const BODY_LIMIT: NamedLimit = { name: 'BODY_BYTES_MAX', value: BODY_BYTES_MAX };

/** For routes that say nothing else. */
export const BODY_LIMITS: BodyLimits = { 'application/json': BODY_LIMIT };

/**
 * Makes these the only bodies that the routes of `scope` read. A route that uses other limits than BODY_LIMITS repeats them in its
 * config, for the 413 answer.
 */
export function readBodies(scope: FastifyInstance, limits: BodyLimits): void {
  scope.removeAllContentTypeParsers();
  for (const [mediaType, { value: bodyLimit }] of Object.entries(limits)) {
    const options = { parseAs: 'buffer', bodyLimit } as const;
    if (mediaType === 'application/json') addJson(scope, options);
    else scope.addContentTypeParser<Buffer>(mediaType, options, passOn);
  }
}

function addJson(
  scope: FastifyInstance,
  options: { readonly parseAs: 'buffer'; readonly bodyLimit: number },
): void {
  scope.addContentTypeParser<Buffer>('application/json', options, (_request, body, done) => {
    // What this throws is passed to `done` by Fastify.
    done(null, readJson(body));
  });
}

/** As plain bytes: a Buffer's `slice` shares memory where that of its base class copies, and the code behind expects the latter. */
function passOn(_: unknown, body: Buffer, done: (error: null, body: Uint8Array) => void): void {
  done(null, new Uint8Array(body.buffer, body.byteOffset, body.length));
}

/**
 * Reads away, within bounds, what is still to come of a request that `reply` refuses. Fastify would close the connection after the
 * answer; closing on bytes that nobody has read resets it, and a client that is still sending loses the answer (RFC 9112 §9.6).
 */
export function readAway(request: IncomingMessage, reply: FastifyReply): void {
  reply.removeHeader('connection');
  const { socket } = request;
  // A call within the process has no socket, and has arrived.
  if (request.complete || !(socket instanceof Socket)) return;
  const cut = (): void => void socket.destroy();
  const timer = setTimeout(cut, REFUSED_BODY_MS).unref();
  let leftBytes = REFUSED_BODY_BYTES_MAX;
  request.on('data', ({ length }: Buffer) => {
    leftBytes -= length;
    if (leftBytes < 0) cut();
  });
  const stop = (): void => {
    clearTimeout(timer);
  };
  request.once('end', stop).once('close', stop);
  // Whoever was reading, a form's parser say, may have paused it when it gave up.
  request.resume();
}
