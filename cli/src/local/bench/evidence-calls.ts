/** `bench evidence`, one record a call: as many callers at once as there are connections, each sending the next when the last is answered. */

import { randomBytes } from 'node:crypto';

import { failure } from '@stele/base';

import { HttpConnection } from './http-connection.ts';
import { percentile } from './result.ts';

export interface CallLoad {
  readonly url: URL;
  /** Callers take them in turn. */
  readonly keys: readonly string[];
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface CallFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const CREATED = 201;

export async function measureCalls(load: CallLoad): Promise<CallFigures> {
  const latencies: number[] = [];
  const startMs = performance.now() + load.warmUpMs;
  const endMs = startMs + load.measureMs;
  const keyOf = (i: number): string => load.keys[i % load.keys.length] ?? '';
  const call = async (_: unknown, i: number): Promise<void> => {
    const connection = await HttpConnection.open(load.url);
    const headers = `Authorization: Bearer ${keyOf(i)}\r\nContent-Type: application/json\r\n`;
    while (performance.now() < endMs) {
      const body = `{"digests":{"sha-256":"${randomBytes(32).toString('hex')}"}}`;
      const sentMs = performance.now();
      const { status, body: answer } = await connection.call({
        line: 'POST /v1/evidence',
        headers,
        body,
      });
      if (status !== CREATED) {
        throw failure('BENCH_FAILED', `the server answered ${answer.toString()}`);
      }
      const nowMs = performance.now();
      if (sentMs >= startMs && nowMs < endMs) latencies.push(nowMs - sentMs);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: load.connections }, call));
  return {
    perSecond: (latencies.length / load.measureMs) * 1_000,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
