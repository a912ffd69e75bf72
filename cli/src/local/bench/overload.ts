/**
 * `bench overload`: what customers see when twice as many calls come as the server can answer. First its capacity, found by callers who
 * wait for each answer; then arrivals at twice that rate, which wait for nothing, as customers who know nothing of each other do. A call's
 * time begins when it was due, not when a connection was free for it: what queues before the server counts too.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { machine } from './ceiling.ts';
import { customerKeys } from './customer-keys.ts';
import { measureCalls } from './evidence-calls.ts';
import { type Arrivals, measureArrivals } from './overload-arrivals.ts';
import type { Bench, BenchResult } from './result.ts';
import { servedProcess } from './served-process.ts';

const CUSTOMERS = 4;
/** Enough callers for the server never to wait for one. */
const CAPACITY_CONNECTIONS = 256;
const WARM_UP_SHARE = 0.3;
const OVERLOAD = 2;

export async function overload(bench: Bench): Promise<BenchResult> {
  const data = join(bench.folder, 'overload', 'data');
  await mkdir(data, { recursive: true });
  const server = await servedProcess(data);
  try {
    const load = { url: server.url, keys: await customerKeys(server, CUSTOMERS) };
    const measureMs = bench.seconds * 1_000;
    bench.note('calls', { connections: CAPACITY_CONNECTIONS });
    const capacity = await measureCalls({
      ...load,
      connections: CAPACITY_CONNECTIONS,
      warmUpMs: WARM_UP_SHARE * measureMs,
      measureMs,
    });
    bench.note('overload', { seconds: bench.seconds });
    const perSecond = OVERLOAD * capacity.perSecond;
    const arrivals = await measureArrivals({ ...load, perSecond, measureMs });
    return {
      name: 'overload',
      conditions: { ...machine(), customers: CUSTOMERS, seconds: bench.seconds },
      figures: [
        { name: 'capacity', value: capacity.perSecond, unit: '/s' },
        { name: 'capacity-p99', value: capacity.p99Ms, unit: 'ms' },
        ...arrivalFigures(arrivals),
      ],
    };
  } finally {
    await server.kill('SIGTERM');
  }
}

function arrivalFigures(arrivals: Arrivals): BenchResult['figures'] {
  return [
    { name: 'offered', value: arrivals.offeredPerSecond, unit: '/s' },
    { name: 'accepted', value: arrivals.acceptedPerSecond, unit: '/s' },
    { name: 'accepted-p50', value: arrivals.accepted.p50Ms, unit: 'ms' },
    { name: 'accepted-p99', value: arrivals.accepted.p99Ms, unit: 'ms' },
    { name: 'refused', value: arrivals.refusedPerSecond, unit: '/s' },
    ...(arrivals.refusedPerSecond === 0
      ? []
      : [{ name: 'refused-p99', value: arrivals.refused.p99Ms, unit: 'ms' } as const]),
    { name: 'overload-connections', value: arrivals.connections, unit: '' },
  ];
}
