/** `bench evidence`, batches: as large as there are, two on their way at once, so that one is read while the other is recorded. */

import { randomBytes } from 'node:crypto';

import { failure } from '@stele/base';

import { HttpConnection } from './http-connection.ts';

export interface BatchLoad {
  readonly url: URL;
  readonly key: string;
  readonly measureMs: number;
}

/** One record of each batch, to be looked for afterwards. */
export interface Sample {
  readonly id: string;
  readonly digest: string;
}

export interface BatchFigures {
  readonly records: number;
  readonly perSecond: number;
  readonly samples: readonly Sample[];
}

const BATCH_ITEMS = 10_000;
const CALLERS = 2;
const DIGEST_BYTES = 32;
const CREATED = 201;
const OK = 200;

export async function measureBatches({ url, key, measureMs }: BatchLoad): Promise<BatchFigures> {
  const headers = `Authorization: Bearer ${key}\r\nContent-Type: application/x-ndjson\r\n`;
  const samples: Sample[] = [];
  const startMs = performance.now();
  const endMs = startMs + measureMs;
  const call = async (): Promise<void> => {
    const connection = await HttpConnection.open(url);
    while (performance.now() < endMs) {
      const digests = randomDigests();
      const body = digests.map((digest) => `{"digests":{"sha-256":"${digest}"}}\n`).join('');
      const request = { line: 'POST /v1/evidence/batches', headers, body };
      const { status, body: answer } = await connection.call(request);
      if (status !== CREATED) throw failed(answer);
      samples.push(sampleOf(answer, digests));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CALLERS }, call));
  const records = samples.length * BATCH_ITEMS;
  return { records, perSecond: (records / (performance.now() - startMs)) * 1_000, samples };
}

function randomDigests(): readonly string[] {
  const digits = randomBytes(DIGEST_BYTES * BATCH_ITEMS).toString('hex');
  const length = 2 * DIGEST_BYTES;
  return Array.from({ length: BATCH_ITEMS }, (_, i) => digits.slice(i * length, (i + 1) * length));
}

interface BatchAnswer {
  readonly items: readonly { readonly id: string }[];
}

function sampleOf(answer: Buffer, digests: readonly string[]): Sample {
  const i = Math.floor(Math.random() * BATCH_ITEMS);
  const { items } = JSON.parse(answer.toString()) as BatchAnswer;
  return { id: items[i]?.id ?? '', digest: digests[i] ?? '' };
}

/** How many of the samples are found both by id and by digest. */
export async function countFound(
  { url, key }: Pick<BatchLoad, 'url' | 'key'>,
  samples: readonly Sample[],
): Promise<number> {
  const connection = await HttpConnection.open(url);
  const headers = `Authorization: Bearer ${key}\r\n`;
  let count = 0;
  for (const { id, digest } of samples) {
    const shown = await connection.call({ line: `GET /v1/evidence/${id}`, headers, body: '' });
    const line = `GET /v1/evidence?digest=sha-256:${digest}`;
    const found = await connection.call({ line, headers, body: '' });
    const isThere = shown.status === OK && found.status === OK && found.body.includes(id);
    if (isThere) count++;
  }
  connection.close();
  return count;
}

function failed(answer: Buffer): Error {
  return failure('BENCH_FAILED', `the server answered ${answer.toString().slice(0, 500)}`);
}
