/**
 * How often one client may use the routes that need no key. A token bucket in the form of the virtual scheduling algorithm (ITU-T
 * I.371): one number a client, the time at which its bucket would be full again. @fastify/rate-limit counts in fixed windows, which let
 * twice the rate pass at their border, and answers in an envelope of its own.
 */

import { assert, rejection } from '@stele/base';
import type { Clock } from '@stele/base';
import type { FastifyContextConfig, onRequestHookHandler } from 'fastify';
import { clientOf } from './client-address.ts';
import type { AddressOf } from './client-address.ts';
import { RATE_LIMITED_CLIENTS_MAX } from './limits.ts';

export interface RateLimit {
  /** Routes of one name share their buckets; it is also what a 429 answer names. */
  readonly name: string;
  readonly perMinute: number;
  /** How many at once after a pause; `perMinute` when nothing is said. */
  readonly burst?: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Per client address; requests beyond it are answered RATE_LIMITED. */
    rateLimit?: RateLimit;
  }
}

/** The onRequest hook that enforces `config.rateLimit`. */
export function rateLimitHook(clock: Clock, addressOf: AddressOf): onRequestHookHandler {
  const limiters = new Map<string, Limiter>();
  const limiterOf = (limit: RateLimit): Limiter => {
    const limiter = limiters.get(limit.name) ?? new Limiter(limit);
    limiters.set(limit.name, limiter);
    return limiter;
  };
  return (request, _reply, done) => {
    const { rateLimit } = request.routeOptions.config as FastifyContextConfig;
    if (rateLimit === undefined) {
      done();
      return;
    }
    const client = clientOf(addressOf(request));
    const waitMs = limiterOf(rateLimit).take(client, clock.monotonicMs());
    done(waitMs === 0 ? undefined : limited(rateLimit, waitMs));
  };
}

/** The buckets of one limit. */
export class Limiter {
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  readonly #clientsMax: number;
  /** By client, when its bucket is full again; oldest first. One that is full is the same as none. */
  readonly #fullAtMs = new Map<string, number>();

  constructor({ perMinute, burst = perMinute }: RateLimit, clientsMax = RATE_LIMITED_CLIENTS_MAX) {
    assert(perMinute > 0 && burst >= 1, 'a rate limit lets something pass');
    this.#intervalMs = 60_000 / perMinute;
    this.#toleranceMs = this.#intervalMs * (burst - 1);
    this.#clientsMax = clientsMax;
  }

  /** How many clients are remembered. */
  get clients(): number {
    return this.#fullAtMs.size;
  }

  /** Takes a token: 0; or, when there is none, the milliseconds until there is one. */
  take(client: string, nowMs: number): number {
    const fullAtMs = Math.max(this.#fullAtMs.get(client) ?? nowMs, nowMs);
    const waitMs = fullAtMs - this.#toleranceMs - nowMs;
    if (waitMs > 0) return waitMs;
    this.#fullAtMs.delete(client);
    this.#makeRoom(nowMs);
    this.#fullAtMs.set(client, fullAtMs + this.#intervalMs);
    return 0;
  }

  /** Forgets who has been quiet, a few at each call, and the one that asked longest ago when there is no place left. */
  #makeRoom(nowMs: number): void {
    let looked = 0;
    for (const [client, fullAtMs] of this.#fullAtMs) {
      const isFull = this.#fullAtMs.size >= this.#clientsMax;
      if (!isFull && (fullAtMs > nowMs || ++looked > 2)) return;
      this.#fullAtMs.delete(client);
    }
  }
}

function limited({ name, perMinute }: RateLimit, waitMs: number): Error {
  return rejection('RATE_LIMITED', `more than ${String(perMinute)} requests a minute`, {
    retryable: true,
    data: { limit: name, perMinute, retryAfterMs: waitMs },
  });
}
