/** One line a request: who, what, how it went, how long. The path without its query, and no header: both may carry secrets. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '@stele/base';
import type { AddressOf } from '../client-address.ts';
import type { Caller } from '../keys/key-record.ts';

/** The path asked for, without its query. */
export function pathOf(request: FastifyRequest): string {
  const [path = ''] = request.url.split('?', 1);
  return path;
}

/** The route's pattern, a bounded set of names fit for a metric's label; undeclared paths share one. */
export function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
}

/** What writes the line. */
export function requestLogger(
  log: Log,
  addressOf: AddressOf,
): (request: FastifyRequest, reply: FastifyReply) => void {
  return (request, reply) =>
    log.info('http request', {
      requestId: request.id,
      method: request.method,
      path: pathOf(request),
      route: routeOf(request),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
      // The answer did not reach its end: its source failed, or its reader went.
      ...(reply.raw.writableFinished ? {} : { cut: true }),
      ...idOf(request.caller),
      peer: addressOf(request),
    });
}

/** Undefined where a request was refused before any hook saw it. */
function idOf(caller: Caller | null | undefined): {
  readonly keyId?: string;
  readonly sessionId?: string;
} {
  if (caller === null || caller === undefined) return {};
  return caller.kind === 'key' ? { keyId: caller.keyId } : { sessionId: caller.sessionId };
}
