/**
 * `bench ceiling`: how many signatures this machine verifies when it does nothing else, the baseline of everything that commits
 * signed transactions. Two workers with imported keys, as the node has; once by OpenSSL, once by sodium where it loads.
 */

import { once } from 'node:events';
import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';

import { sodiumCrypto } from '@stele/protocol/node';

import type { CeilingCount, CeilingTask } from './ceiling-worker.ts';
import type { Bench, BenchResult, Figure } from './result.ts';

const workerCount = 2;

export interface Ceiling {
  /** Verifications a second. */
  readonly openssl: number;
  readonly sodium: number | undefined;
}

export async function ceiling(bench: Bench): Promise<BenchResult> {
  const measured = await measureCeiling(bench);
  return {
    name: 'ceiling',
    conditions: { ...machine(), workers: workerCount, algorithm: 'Ed25519' },
    figures: ceilingFigures(measured),
  };
}

export async function measureCeiling({ note, seconds }: Bench): Promise<Ceiling> {
  note('openssl');
  const openssl = await verifyWith({ library: 'openssl', durationMs: seconds * 1000 });
  if (sodiumCrypto === undefined) return { openssl, sodium: undefined };
  note('sodium');
  return { openssl, sodium: await verifyWith({ library: 'sodium', durationMs: seconds * 1000 }) };
}

export function ceilingFigures({ openssl, sodium }: Ceiling): BenchResult['figures'] {
  const figures: Figure[] = [{ name: 'ceiling-openssl', value: openssl, unit: '/s' }];
  if (sodium !== undefined) figures.push({ name: 'ceiling-sodium', value: sodium, unit: '/s' });
  return figures;
}

export function machine(): Readonly<Record<string, string | number>> {
  const processors = cpus();
  return {
    processors: processors.length,
    model: processors[0]?.model.trim() ?? 'unknown',
    node: process.version,
    openssl: process.versions.openssl,
  };
}

async function verifyWith(task: CeilingTask): Promise<number> {
  const rates = await Promise.all(Array.from({ length: workerCount }, () => rateOfOne(task)));
  return rates.reduce((sum, rate) => sum + rate, 0);
}

async function rateOfOne(task: CeilingTask): Promise<number> {
  const worker = new Worker(new URL('./ceiling-worker.ts', import.meta.url), { workerData: task });
  const [{ count, elapsedMs }] = (await once(worker, 'message')) as [CeilingCount];
  await worker.terminate();
  return (count / elapsedMs) * 1000;
}
