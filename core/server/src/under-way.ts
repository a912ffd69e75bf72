/**
 * How many calls are answered at once, of one caller and of all. A call beyond that is told at once when to come back: had it to queue,
 * it would be answered late and make all others late. Judged before anything else and without an Error or a log line each, because a
 * refusal that costs what an answer costs would protect nothing.
 *
 * Reading counts for nothing: it is quick, or a stream. A call takes its place when its body has arrived, so that sending slowly keeps
 * nobody out, and gives it back when its answer has left or its connection is closed.
 */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { rejection } from '@stele/base';
import type { Log } from '@stele/base';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { Metrics } from './metrics.ts';
import { PROBLEM_MEDIA_TYPE, RETRY_AFTER_S, problemOf } from './problem/problem.ts';
import type { Catalogue } from './problem/catalogue.ts';

/** How many calls are answered at once. */
export interface PlaceLimits {
  readonly perCaller: number;
  readonly inAll: number;
}

export interface UnderWayOptions {
  readonly catalogue: Catalogue;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly nextRequestId: () => string;
  readonly limits: PlaceLimits;
}

const READING: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** How often the log says how many were refused. */
const TELL_MS = 1_000;

/** Hands on to `answer` what there is a place for, and refuses the rest with TOO_MANY_UNDER_WAY. */
export function withPlaces(answer: RequestListener, options: UnderWayOptions): RequestListener {
  const places = new Places(options.limits);
  const refuse = refuser(options);
  return (request, response) => {
    if (READING.has(request.method)) {
      answer(request, response);
      return;
    }
    const who = callerOf(request);
    const full = places.lackFor(who);
    if (full === undefined) {
      request.once('end', () => {
        if (response.destroyed) return;
        places.take(who);
        response.once('close', () => {
          places.giveBack(who);
        });
      });
      answer(request, response);
    } else {
      refuse(request, response, full);
    }
  };
}

const KEY_ID = /;keyid="([^"]{1,128})"/;

/** Told apart by what a request shows before it is believed: who shows what is not his is refused soon enough. */
function callerOf({ headers, socket }: IncomingMessage): string {
  if (headers.authorization !== undefined) return headers.authorization;
  const input = headers['signature-input'];
  const keyId = typeof input === 'string' ? KEY_ID.exec(input)?.[1] : undefined;
  return keyId ?? headers.cookie ?? socket.remoteAddress ?? '';
}

/** Who has all the places there are. */
type Holders = 'this caller' | 'all callers';

class Places {
  readonly #limits: PlaceLimits;
  readonly #taken = new Map<string, number>();
  #inAll = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  lackFor(who: string): Holders | undefined {
    if ((this.#taken.get(who) ?? 0) >= this.#limits.perCaller) return 'this caller';
    return this.#inAll >= this.#limits.inAll ? 'all callers' : undefined;
  }

  take(who: string): void {
    this.#taken.set(who, (this.#taken.get(who) ?? 0) + 1);
    this.#inAll++;
  }

  giveBack(who: string): void {
    const left = (this.#taken.get(who) ?? 1) - 1;
    if (left === 0) this.#taken.delete(who);
    else this.#taken.set(who, left);
    this.#inAll--;
  }
}

function tooMany(limit: string, value: number, holders: Holders): Error {
  const sentence = `${String(value)} calls of ${holders} are being answered already`;
  return rejection('TOO_MANY_UNDER_WAY', sentence, { retryable: true, data: { limit, value } });
}

type Refuse = (request: IncomingMessage, response: ServerResponse, holders: Holders) => void;

function refuser({ catalogue, log, metrics, nextRequestId, limits }: UnderWayOptions): Refuse {
  const reasons: Readonly<Record<Holders, Error>> = {
    'this caller': tooMany('CALLS_PER_CALLER_MAX', limits.perCaller, 'this caller'),
    'all callers': tooMany('CALLS_UNDER_WAY_MAX', limits.inAll, 'all callers'),
  };
  let untold = 0;
  const tell = (): void => {
    log.warn('calls refused', { code: 'TOO_MANY_UNDER_WAY', count: untold });
    untold = 0;
  };
  return (request, response, holders) => {
    const requestId = nextRequestId();
    const [instance = ''] = (request.url ?? '').split('?', 1);
    const problem = problemOf(reasons[holders], { catalogue, requestId, instance });
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
