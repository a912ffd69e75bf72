/**
 * An HTTP server for a daemon: Fastify with the parts of this package in place, so that a daemon only adds its routes and codes.
 * What it settles once for all routes: the error envelope, request ids, the log line, keys, limits, timeouts, security headers, a
 * graceful end. Policy per route (access, codes, body limit) stands at the route.
 */

import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import https from 'node:https';
import { assert, failure } from '@stele/base';
import type { Clock, Log } from '@stele/base';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { BODY_LIMITS, readBodies } from './bodies.ts';
import { checkExposure, isPrivate } from './exposure.ts';
import { hostHook } from './host-header.ts';
import type { Exposure } from './exposure.ts';
import { addressReader } from './client-address.ts';
import { rateLimitHook } from './rate-limit.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { Places } from './places.ts';
import { placesHook, withPlaces } from './under-way.ts';
import { accessHook, standingHook } from './keys/access.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { PersonAuthentication } from './sessions/authenticate-person.ts';
import { originCheck } from './sessions/same-origin.ts';
import { sessionCookie } from './sessions/session-cookie.ts';
import type { SessionRing } from './sessions/session-ring.ts';
import { streamEnds } from './keys/stream-end.ts';
import {
  BODY_BYTES_MAX,
  CALLS_PER_CALLER_MAX,
  CALLS_UNDER_WAY_MAX,
  CLOSE_GRACE_MS,
  PATH_PARAMETER_LENGTH_MAX,
} from './limits.ts';
import { listen } from './listen.ts';
import type { ListeningAddress } from './listen.ts';
import { requestLogger } from './log/request-log.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import type { ApiDescription } from './openapi.ts';
import { addOwnRoutes } from './own-routes.ts';
import type { Readiness } from './own-routes.ts';
import { answerBrokenHttp, answerProblem, answerProblems } from './problem/answer.ts';
import type { AnswerOptions } from './problem/answer.ts';
import { SERVER_CODES, joinCatalogues } from './problem/catalogue.ts';
import type { Catalogue } from './problem/catalogue.ts';
import { contentDigestHook } from './signatures/content-digest.ts';
import { nonceMemory } from './signatures/nonce-memory.ts';
import { createSocketServer, DEFAULT_TIMEOUTS, followConnections } from './sockets.ts';
import type { Connections, Timeouts } from './sockets.ts';
import type { PemPair } from './tls/make-certificate.ts';
import { compileValidator, refuseEncodedBodies, refuseUndeclaredBodies } from './validation.ts';

export interface ServerOptions extends Exposure {
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  readonly keys: KeyRing;
  /** Of people who sign in with a browser. Without it cookies are not looked at. */
  readonly sessions?: SessionRing;
  /** Where others reach this server: the origin of its pages, besides the host that a request names. */
  readonly publicUrl?: string | undefined;
  readonly api: ApiDescription;
  /** The daemon's public codes. */
  readonly codes: Catalogue;
  readonly readiness: () => Readiness | Promise<Readiness>;
  /** Adds the daemon's routes. */
  readonly routes: (app: FastifyInstance) => void | Promise<void>;
  readonly metrics?: Metrics;
  readonly timeouts?: Timeouts;
  /** The machine's own, unless a test gives another. */
  readonly clock?: Clock;
}

export interface Server {
  /** For tests and for calls within the process: `app.inject`. */
  readonly app: FastifyInstance;
  /** Fails with PORT_BUSY, PORT_FORBIDDEN or HOST_UNAVAILABLE. */
  readonly listen: () => Promise<ListeningAddress>;
  /** Has new connections use another certificate: an expiring one is renewed without a restart. Only where there was one. */
  readonly renewTls: (tls: PemPair) => void;
  /** Finishes requests under way, within CLOSE_GRACE_MS, and takes no new ones. */
  readonly close: () => Promise<void>;
}

/** Builds the server; nothing listens yet. Fails with HOST_WITHOUT_TLS. */
export async function createServer(options: ServerOptions): Promise<Server> {
  checkExposure(options);
  const catalogue = joinCatalogues(SERVER_CODES, options.codes);
  const answers = { catalogue, log: options.log };
  const metrics = options.metrics ?? createMetrics();
  const sockets = createSocketServer(options.tls, options.timeouts ?? DEFAULT_TIMEOUTS);
  const { cutQuiet, afterAnswers } = followConnections(sockets, options.tls !== undefined);
  const places = new Places({ perCaller: CALLS_PER_CALLER_MAX, inAll: CALLS_UNDER_WAY_MAX });
  const app = createApp(options, { ...answers, metrics, places, sockets, afterAnswers });
  // Fastify asks for the Content-Type of a QUERY before it looks for a route, and answers 500 where there is none of either.
  app.addHttpMethod('QUERY', { overrideExisting: true });
  const closing = new AbortController();
  const people = personAuthentication(options);
  addHooks(app, { options, people, metrics, places, closing: closing.signal });
  readBodies(app, BODY_LIMITS);
  app.setValidatorCompiler(compileValidator);
  // Written as they are. Fastify's own writer would coerce an answer to its schema, and so hide one that does not fit; that each
  // fits is what the tests check.
  app.setSerializerCompiler(() => JSON.stringify);
  answerProblems(app, answers);
  await describeApi(app, options.api, { catalogue, cookie: people?.cookie.nameAt(options.port) });
  addOwnRoutes(app, {
    catalogue,
    metrics,
    metricsAccess: { kind: isPrivate(options) ? 'open' : 'key' },
    readiness: options.readiness,
  });
  await app.register(async (scope) => {
    await options.routes(scope);
  });
  await app.ready();
  return {
    app,
    listen: () => listen(app, options),
    renewTls: ({ certificate, key }) => {
      assert(app.server instanceof https.Server, 'a server with TLS renews it');
      app.server.setSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' });
    },
    close: () => close(app, closing, cutQuiet),
  };
}

interface AppOptions extends AnswerOptions, Pick<Connections, 'afterAnswers'> {
  readonly sockets: http.Server;
  readonly metrics: Metrics;
  readonly places: Places;
}

function createApp(options: ServerOptions, answers: AppOptions): FastifyInstance {
  const nextId = requestIds();
  const logRequest = requestLogger(options.log, addressReader(options.behindProxy));
  return Fastify({
    serverFactory: (handler) =>
      answers.sockets.on('request', withPlaces(handler, { ...answers, nextRequestId: nextId })),
    genReqId: nextId,
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PATH_PARAMETER_LENGTH_MAX },
    // The hook below answers in the envelope instead.
    return503OnClosing: false,
    // These requests never reach a route, and so none of the hooks.
    frameworkErrors: (error, request, reply) => {
      void answerProblem(error, request, reply, answers);
      logRequest(request, reply);
    },
    clientErrorHandler: (error, socket) => {
      answers.afterAnswers(socket, () => {
        answerBrokenHttp(error, socket, { ...answers, requestId: nextId() });
      });
    },
  });
}

/** Unique without asking for randomness at each request; a client's own id is not taken over, it could forge log lines. */
function requestIds(): () => string {
  const process = randomBytes(8).toString('hex');
  let count = 0;
  return () => `req_${process}${(count++).toString(16).padStart(8, '0')}`;
}

function personAuthentication(options: ServerOptions): PersonAuthentication | undefined {
  const { sessions } = options;
  if (sessions === undefined) return undefined;
  return { sessions, cookie: sessionCookie(options), checkOrigin: originCheck(options) };
}

const HOST_CLOCK: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

interface HookOptions {
  readonly options: ServerOptions;
  readonly people: PersonAuthentication | undefined;
  readonly metrics: Metrics;
  readonly places: Places;
  readonly closing: AbortSignal;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to close: what streams has to end. */
    readonly closing: AbortSignal;
  }
}

function addHooks(
  app: FastifyInstance,
  { options, people, metrics, places, closing }: HookOptions,
): void {
  app.decorate('closing', closing);
  app.decorateRequest('caller', null);
  const clock = options.clock ?? HOST_CLOCK;
  const authorities = { keys: options.keys, sessions: options.sessions };
  const ends = streamEnds(authorities, clock, closing);
  app.decorateReply('streamSignal', function (this: FastifyReply) {
    return ends.signalOf(this);
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    done(closing.aborted ? shuttingDown() : undefined);
  });
  app.addHook('onRequest', hostHook(options));
  const addressOf = addressReader(options.behindProxy);
  app.addHook('onRequest', rateLimitHook(clock, addressOf));
  const nonces = nonceMemory(() => clock.nowMs());
  app.addHook('onRequest', accessHook({ keys: options.keys, people, clock, nonces }));
  app.addHook('preParsing', refuseEncodedBodies);
  app.addHook('preParsing', contentDigestHook);
  app.addHook('preValidation', placesHook(places));
  app.addHook('preValidation', refuseUndeclaredBodies);
  app.addHook('preHandler', standingHook(authorities, clock));
  app.addHook('onSend', (_, reply, payload, done) => {
    if (closing.aborted) reply.header('connection', 'close');
    done(null, payload);
  });
  const logRequest = requestLogger(options.log, addressOf);
  app.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    logRequest(request, reply);
    done();
  });
}

function shuttingDown(): Error {
  return failure('SHUTTING_DOWN', 'the server is stopping and takes no new requests', {
    retryable: true,
  });
}

async function close(
  app: FastifyInstance,
  closing: AbortController,
  cutQuiet: () => void,
): Promise<void> {
  closing.abort();
  cutQuiet();
  const late = setTimeout(() => {
    app.server.closeAllConnections();
  }, CLOSE_GRACE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(late);
  }
}
