/** Calls that arrive at a rate, whether or not earlier ones are answered, over connections that are open already. */

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { failure } from '@stele/base';

import { HttpConnection } from './http-connection.ts';
import { percentile } from './result.ts';

export interface ArrivalLoad {
  readonly url: URL;
  /** Calls take them in turn. */
  readonly keys: readonly string[];
  readonly perSecond: number;
  readonly measureMs: number;
}

export interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Arrivals {
  readonly offeredPerSecond: number;
  readonly acceptedPerSecond: number;
  readonly accepted: Times;
  readonly refusedPerSecond: number;
  readonly refused: Times;
  /** In use at once, at most. */
  readonly connections: number;
}

/** What customers with pools would have. Calls that find none free wait for one. */
const CONNECTIONS = 4_096;
/** Connections opened at once: a server takes so many in without dropping one. */
const OPENED_AT_ONCE = 64;
const TICK_MS = 2;
const CREATED = 201;
/** Both say when to try again. */
const REFUSALS: ReadonlySet<number> = new Set([429, 503]);

interface Due {
  readonly atMs: number;
  readonly key: string;
}

export async function measureArrivals(load: ArrivalLoad): Promise<Arrivals> {
  const pool = new Pool();
  await pool.open(load.url);
  const startMs = performance.now();
  for (let sent = 0; performance.now() < startMs + load.measureMs;) {
    const elapsedMs = performance.now() - startMs;
    for (; sent < (elapsedMs / 1_000) * load.perSecond; sent++) {
      const atMs = startMs + (sent / load.perSecond) * 1_000;
      pool.take({ atMs, key: load.keys[sent % load.keys.length] ?? '' });
    }
    await sleep(TICK_MS);
  }
  const { accepted, refused, offered, connections } = await pool.finish();
  const seconds = (performance.now() - startMs) / 1_000;
  return {
    offeredPerSecond: (offered / load.measureMs) * 1_000,
    acceptedPerSecond: accepted.length / seconds,
    accepted: timesOf(accepted),
    refusedPerSecond: refused.length / seconds,
    refused: timesOf(refused),
    connections,
  };
}

function timesOf(latencies: readonly number[]): Times {
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
}

class Pool {
  readonly accepted: number[] = [];
  readonly refused: number[] = [];
  offered = 0;
  readonly #waiting: Due[] = [];
  readonly #idle: HttpConnection[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #idleLeast = CONNECTIONS;

  /** In use at once, at most. */
  get connections(): number {
    return CONNECTIONS - this.#idleLeast;
  }

  async open(url: URL): Promise<void> {
    const one = (): Promise<HttpConnection> => HttpConnection.open(url);
    while (this.#idle.length < CONNECTIONS) {
      this.#idle.push(...(await Promise.all(Array.from({ length: OPENED_AT_ONCE }, one))));
    }
  }

  take(due: Due): void {
    this.offered++;
    const connection = this.#idle.pop();
    this.#idleLeast = Math.min(this.#idleLeast, this.#idle.length);
    if (connection === undefined) this.#waiting.push(due);
    else this.#follow(this.#serve(connection, due));
  }

  async finish(): Promise<this> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    for (const connection of this.#idle) connection.close();
    return this;
  }

  #follow(work: Promise<void>): void {
    const followed = work.finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }

  /** Answers this call, then those that found no connection free. */
  async #serve(connection: HttpConnection, first: Due): Promise<void> {
    for (let due: Due | undefined = first; due !== undefined; due = this.#waiting.shift()) {
      const { status, body } = await connection.call({
        line: 'POST /v1/evidence',
        headers: `Authorization: Bearer ${due.key}\r\nContent-Type: application/json\r\n`,
        body: `{"digests":{"sha-256":"${randomBytes(32).toString('hex')}"}}`,
      });
      const tookMs = performance.now() - due.atMs;
      if (status === CREATED) this.accepted.push(tookMs);
      else if (REFUSALS.has(status)) this.refused.push(tookMs);
      else throw failure('BENCH_FAILED', `the server answered ${body.toString()}`);
    }
    this.#idle.push(connection);
  }
}
