/** What Prometheus reads: this process, its HTTP, and whatever the daemon adds to the registry. Text format by prom-client. */

import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeOf } from './log/request-log.ts';

export { Counter, Gauge, Histogram } from 'prom-client';

export interface Metrics {
  /** Daemons register their own here; names begin with `stele_`. */
  readonly registry: Registry;
  /** Counts one answered request. */
  observe(request: FastifyRequest, reply: FastifyReply): void;
  /** Counts one that was refused before its route was looked for. */
  observeRefused(method: string, status: number): void;
}

/** From a millisecond to the longest wait a request may ask for. */
const DURATION_BUCKETS_S = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

interface Series {
  readonly requests: { inc(): void };
  readonly durations: { observe(seconds: number): void };
}

/** A registry of its own, so that two servers in one process do not share numbers. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'stele_' });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'stele_http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'stele_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route'] as const,
    buckets: DURATION_BUCKETS_S,
    registers: [registry],
  });
  const series = new Map<string, Series>();
  return {
    registry,
    observe: (request, reply) => {
      const method = request.method;
      const route = routeOf(request);
      const status = String(reply.statusCode);
      const name = `${method} ${status} ${route}`;
      // Looking labels up costs more than counting. As many of these as there are series: routes and statuses are few.
      const known = series.get(name) ?? {
        requests: requests.labels(method, route, status),
        durations: durations.labels(method, route),
      };
      series.set(name, known);
      known.requests.inc();
      known.durations.observe(reply.elapsedTime / 1000);
    },
    observeRefused: (method, status) => {
      requests.labels(method, 'none', String(status)).inc();
    },
  };
}
