/**
 * `bench evidence`: the service as its customers use it, over HTTP, server and callers in two processes on the same machine: one record a
 * call by one customer and by 64, then batches of 10 000, each looked for afterwards; what the records take on the disk, what the server
 * takes of memory, how far search is behind.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { machine } from './ceiling.ts';
import { customerKeys } from './customer-keys.ts';
import { diskBytes } from './disk-bytes.ts';
import { countFound, measureBatches } from './evidence-batches.ts';
import { type CallFigures, measureCalls } from './evidence-calls.ts';
import type { Bench, BenchResult, Figure } from './result.ts';
import { anonymousBytes, type ServedProcess, servedProcess } from './served-process.ts';

/** Callers beyond these share them. */
const CUSTOMERS_MAX = 64;
/** Of what is measured: code and caches are warm by then. */
const WARM_UP_SHARE = 0.3;
const MEBIBYTE = 1_048_576;

export async function evidence(bench: Bench): Promise<BenchResult> {
  const data = join(bench.folder, 'evidence', 'data');
  await mkdir(data, { recursive: true });
  const server = await servedProcess(data);
  try {
    const keys = await customerKeys(server, Math.min(bench.connections, CUSTOMERS_MAX));
    bench.note('calls', { connections: bench.connections });
    const one = await calls(bench, server, keys.slice(0, 1));
    const many = await calls(bench, server, keys);
    bench.note('batches', { seconds: bench.seconds });
    const batches = await batchFigures(bench, { server, data, key: keys[0] ?? '' });
    return {
      name: 'evidence',
      conditions: { ...machine(), connections: bench.connections, seconds: bench.seconds },
      figures: [
        ...callFigures('one-customer', one),
        ...callFigures('many-customers', many),
        ...batches,
      ],
    };
  } finally {
    await server.kill('SIGTERM');
  }
}

function calls(
  { seconds, connections }: Bench,
  { url }: ServedProcess,
  keys: readonly string[],
): Promise<CallFigures> {
  const measureMs = seconds * 1_000;
  const warmUpMs = WARM_UP_SHARE * measureMs;
  return measureCalls({ url, keys, connections, warmUpMs, measureMs });
}

type Way = 'one-customer' | 'many-customers';

function callFigures(way: Way, { perSecond, p50Ms, p99Ms }: CallFigures): readonly Figure[] {
  return [
    { name: way, value: perSecond, unit: '/s' },
    { name: `${way}-p50`, value: p50Ms, unit: 'ms' },
    { name: `${way}-p99`, value: p99Ms, unit: 'ms' },
  ];
}

interface BatchBench {
  readonly server: ServedProcess;
  readonly data: string;
  readonly key: string;
}

async function batchFigures(
  { seconds }: Bench,
  { server, data, key }: BatchBench,
): Promise<readonly Figure[]> {
  const { url } = server;
  const before = { disk: await diskBytes(data), memory: anonymousBytes(server.pid) };
  const { records, perSecond, samples } = await measureBatches({
    url,
    key,
    measureMs: seconds * 1_000,
  });
  const lagMs = await projectionLagMs(server);
  const found = await countFound({ url, key }, samples);
  const after = { disk: await diskBytes(data), memory: anonymousBytes(server.pid) };
  return [
    { name: 'batches', value: perSecond, unit: '/s' },
    { name: 'batch-records', value: records, unit: '' },
    { name: 'batch-found', value: found / samples.length, unit: 'ratio' },
    { name: 'projection-lag', value: lagMs, unit: 'ms' },
    { name: 'record-bytes', value: (after.disk - before.disk) / records, unit: 'B' },
    { name: 'memory-before', value: before.memory / MEBIBYTE, unit: 'MB' },
    { name: 'memory-after', value: after.memory / MEBIBYTE, unit: 'MB' },
  ];
}

const POLL_MS = 100;

/** How long search takes to know all that was recorded. */
async function projectionLagMs({ url }: ServedProcess): Promise<number> {
  const startMs = performance.now();
  for (;;) {
    const text = await (await fetch(new URL('/metrics', url))).text();
    if (/^stele_projection_behind_entries 0$/m.test(text)) return performance.now() - startMs;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
