/** Every way a request can end badly, answered in the one envelope: thrown errors, unknown paths and methods, broken HTTP. */

import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { rejection } from '@stele/base';
import type { Log } from '@stele/base';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_LIMIT, readAway } from '../bodies.ts';
import type { NamedLimit } from '../bodies.ts';
import { challenge } from '../keys/access.ts';
import { pathOf } from '../log/request-log.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import type { Catalogue } from './catalogue.ts';
import { translateFrameworkError } from './framework-errors.ts';
import { PROBLEM_MEDIA_TYPE, isPublic, problemOf, retryAfterS } from './problem.ts';

export interface AnswerOptions {
  readonly catalogue: Catalogue;
  readonly log: Log;
}

/** Answers `thrown` on `reply`, and logs what its reader is not told. */
export function answerProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { catalogue, log }: AnswerOptions,
): FastifyReply {
  const error = translateFrameworkError(thrown, bodyLimitOf(request));
  if (!isPublic(error, catalogue)) {
    log.error('request failed inside', { requestId: request.id, path: pathOf(request), error });
  }
  const problem = problemOf(error, { catalogue, requestId: request.id, instance: pathOf(request) });
  // What never reached a route has met none of the hooks.
  reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
  challenge(reply, problem.status, problem['scope']);
  const seconds = retryAfterS(problem.status, error);
  if (seconds !== undefined) reply.header('retry-after', String(seconds));
  readAway(request.raw, reply);
  const body = Buffer.from(JSON.stringify(problem));
  return reply.code(problem.status).type(PROBLEM_MEDIA_TYPE).send(body);
}

function bodyLimitOf(request: FastifyRequest): NamedLimit {
  return request.routeOptions.config.bodyLimits?.[request.mediaType ?? ''] ?? BODY_LIMIT;
}

/** Sends errors and undeclared paths of `app` through the envelope. */
export function answerProblems(app: FastifyInstance, options: AnswerOptions): void {
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, options));
  const answerNotFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    answerProblem(notFound(app, request, reply), request, reply, options);
  app.setNotFoundHandler(answerNotFound);
  // Before the body is looked at: what is wrong with it is of no matter where nothing takes it.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answerNotFound(request, reply);
    else done();
  });
}

function notFound(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Error {
  const path = pathOf(request);
  const allow = app.supportedMethods.filter((method) => isDeclared(app, method, path));
  if (allow.length === 0) return rejection('NOT_FOUND', `nothing is at ${path}`);
  reply.header('allow', allow.join(', '));
  return rejection('METHOD_NOT_ALLOWED', `${request.method} is not among ${allow.join(', ')}`, {
    data: { allow },
  });
}

function isDeclared(app: FastifyInstance, method: string, url: string): boolean {
  // Null when there is none, whatever Fastify's types say.
  const route = app.findRoute({ method, url }) as object | null;
  return route !== null;
}

/** What is broken before it is a request: answered on the bare socket, which is then closed. */
export function answerBrokenHttp(
  error: Error,
  socket: Duplex,
  options: AnswerOptions & { readonly requestId: string },
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const translated = translateFrameworkError(error, BODY_LIMIT);
  const shown = isPublic(translated, options.catalogue) ? translated : unreadable();
  const problem = problemOf(shown, { ...options, instance: '' });
  options.log.info('http unreadable', { requestId: options.requestId, code: problem.code, error });
  socket.end(rawAnswer(problem.status, JSON.stringify(problem)));
}

function unreadable(): Error {
  return rejection('REQUEST_MALFORMED', 'what was sent could not be read as HTTP');
}

function rawAnswer(status: number, body: string): string {
  return [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${String(Buffer.byteLength(body))}`,
    'cache-control: no-store',
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
