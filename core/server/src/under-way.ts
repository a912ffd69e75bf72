/**
 * How many calls are answered at once, of one caller and of all. A call beyond that is told at once when to come back: had it to queue,
 * it would be answered late and make all others late. Judged before anything else and without an Error or a log line each, because a
 * refusal that costs what an answer costs would protect nothing.
 *
 * Reading counts for nothing: it is quick, or a stream. A call takes its place when its body has arrived, so that sending slowly keeps
 * nobody out, and gives it back when its answer is made or its connection is closed, so that not taking answers keeps nobody out either.
 */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '@stele/base';
import type { preValidationHookHandler } from 'fastify';
import type { Caller } from './keys/key-record.ts';
import type { Places } from './places.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { Metrics } from './metrics.ts';
import { PROBLEM_MEDIA_TYPE, RETRY_AFTER_S, problemOf } from './problem/problem.ts';
import type { Catalogue } from './problem/catalogue.ts';

export interface UnderWayOptions {
  readonly catalogue: Catalogue;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly nextRequestId: () => string;
  readonly places: Places;
}

const READING: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** How often the log says how many were refused. */
const TELL_MS = 1_000;

/** Hands on to `answer` what there is a place for, and refuses the rest with TOO_MANY_UNDER_WAY. */
export function withPlaces(answer: RequestListener, options: UnderWayOptions): RequestListener {
  const { places } = options;
  const refuse = refuser(options);
  return (request, response) => {
    if (READING.has(request.method)) {
      answer(request, response);
      return;
    }
    const claim = claimOf(request);
    const full = places.lackFor(claim);
    if (full === undefined) {
      const take = (): void => {
        places.take(claim, response);
      };
      if (hasBody(request)) request.once('end', take);
      else take();
      answer(request, response);
    } else {
      refuse(request, response, full);
    }
  };
}

/**
 * The preValidation hook: by now the caller is known, and the body has arrived. All keys and sessions of one caller share its places, and
 * whoever begins many calls and ends them together has no more of them answered than others.
 */
export function placesHook(places: Places): preValidationHookHandler {
  return ({ caller }, reply, done) => {
    done(places.confirm(reply.raw, caller === null ? undefined : nameOf(caller)));
  };
}

function nameOf(caller: Caller): string {
  if (caller.customer !== undefined) return `customer ${caller.customer}`;
  return caller.kind === 'key' ? `key ${caller.keyId}` : `person ${caller.person.id}`;
}

const KEY_ID = /;keyid="([^"]{1,128})"/;

/** What a request shows before it is believed: who shows what is not his is refused soon enough. */
function claimOf({ headers, socket }: IncomingMessage): string {
  // The key alone: its scheme may be spelled in many ways.
  if (headers.authorization !== undefined) return headers.authorization.split(' ').at(-1) ?? '';
  const input = headers['signature-input'];
  const keyId = typeof input === 'string' ? KEY_ID.exec(input)?.[1] : undefined;
  return keyId ?? headers.cookie ?? socket.remoteAddress ?? '';
}

/** Without one, `end` comes when somebody reads on: after the answer. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

type Refuse = (request: IncomingMessage, response: ServerResponse, full: Error) => void;

function refuser({ catalogue, log, metrics, nextRequestId }: UnderWayOptions): Refuse {
  let untold = 0;
  const tell = (): void => {
    log.warn('calls refused', { code: 'TOO_MANY_UNDER_WAY', count: untold });
    untold = 0;
  };
  return (request, response, full) => {
    const requestId = nextRequestId();
    const [instance = ''] = (request.url ?? '').split('?', 1);
    const problem = problemOf(full, { catalogue, requestId, instance });
    const body = JSON.stringify(problem);
    response.writeHead(problem.status, {
      ...SECURITY_HEADERS,
      'x-request-id': requestId,
      'retry-after': String(RETRY_AFTER_S),
      'content-type': PROBLEM_MEDIA_TYPE,
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
    metrics.observeRefused(request.method ?? '', problem.status);
    if (untold++ === 0) setTimeout(tell, TELL_MS).unref();
  };
}
