/** What an opened folder serves, to be compared with what the sound one serves: a line for each thing, by what was asked. */

import { createHash } from 'node:crypto';

import { type Answer, type Ask, BUG, type Opened } from './opened.ts';
import type { Asked } from './sound.ts';

/** By what was asked. */
export type Reading = ReadonlyMap<string, Served>;

export interface Served {
  readonly status: number;
  /** SHA-256 of the body, or the code of the refusal. */
  readonly content: string;
}

const CHAIN = '/v1/chains/main';
const TILE_WIDTH = 256;

export async function readAll(opened: Opened, asked: Asked): Promise<Reading> {
  const reading = new Map<string, Served>();
  const read = async (label: string, path: string, ask: Ask): Promise<Answer> => {
    const answer = await opened.ask('GET', path, ask);
    reading.set(label, servedIn(answer));
    return answer;
  };
  const { adminKey: key } = opened;
  const chain = await read(CHAIN, CHAIN, { key });
  for (const path of [...logPathsOf(chain), ...pathsOf(asked)]) await read(path, path, { key });
  for (const [i, own] of asked.keys.entries()) {
    await read(`key ${String(i)}`, '/v1/me', { key: own });
  }
  const headers = { cookie: asked.session, host: 'localhost' };
  for (const path of ['/v1/session', '/v1/sessions']) await read(path, path, { headers });
  return reading;
}

/** What is served otherwise than by the sound folder, and not refused as damaged: nothing may be. */
export function servedOtherwise(sound: Reading, found: Reading): readonly string[] {
  return [...sound].flatMap(([label, expected]) => {
    const served = found.get(label);
    if (served === undefined) return [];
    const { status, content } = served;
    const isSame = status === expected.status && content === expected.content;
    const isRefused = status >= 500 && !content.startsWith(BUG);
    return isSame || isRefused ? [] : [`${label}: ${String(status)} ${content}`];
  });
}

/** The codes with which something was refused that the sound folder serves. */
export function refusals(sound: Reading, found: Reading): readonly string[] {
  const codes = [...found].flatMap(([label, { status, content }]) =>
    status >= 500 && sound.get(label)?.content !== content ? [content] : [],
  );
  return [...new Set(codes)];
}

/** All tiles, entries in them and alone, blocks and payloads, as far as the chain says that there are any. */
function* logPathsOf(chain: Answer): Generator<string> {
  for (const name of ['checkpoint', 'vkeys', 'policy']) yield `/log/main/${name}`;
  if (chain.status !== 200) return;
  const { logSize, height } = JSON.parse(chain.bytes.toString()) as {
    readonly logSize: number;
    readonly height: number;
  };
  yield* tilesOf(logSize);
  for (let block = 0; block <= height; block += 3) yield `${CHAIN}/blocks/${String(block)}`;
  for (let index = 0; index < logSize; index += 40) yield `${CHAIN}/entries/${String(index)}`;
}

function* pathsOf(asked: Asked): Generator<string> {
  yield* ['/v1/customers', '/v1/people', '/v1/backups/service', `${CHAIN}/events?limit=1000`];
  for (const id of asked.customers) yield* [`/v1/customers/${id}`, `/v1/customers/${id}/keys`];
  for (const id of asked.records) yield `/v1/evidence/${id}`;
  for (const id of asked.records.filter((_, i) => i % 3 === 0)) {
    yield `/v1/evidence/${id}/receipt?form=full`;
  }
  for (const id of asked.batches) {
    const batch = `/v1/evidence/batches/${id}`;
    yield* [`${batch}/items?limit=100`, `${batch}/receipts`];
  }
  for (const [i, id] of asked.transactions.entries()) {
    yield `${CHAIN}/transactions/${id}${i % 2 === 0 ? '' : '/proof'}`;
  }
  for (const digest of asked.digests.filter((_, i) => i % 20 === 0)) {
    yield `/v1/evidence?digest=sha-256:${digest}`;
  }
}

function* tilesOf(size: number): Generator<string> {
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    for (let n = 0; n * TILE_WIDTH < count; n++) {
      const width = Math.min(TILE_WIDTH, count - n * TILE_WIDTH);
      const part = width < TILE_WIDTH ? `.p/${String(width)}` : '';
      const name = `${String(n).padStart(3, '0')}${part}`;
      yield `/log/main/tile/${String(level)}/${name}`;
      if (level === 0) yield `/log/main/tile/entries/${name}`;
    }
  }
}

function servedIn({ status, bytes, code }: Answer): Served {
  return { status, content: code ?? createHash('sha256').update(bytes).digest('hex') };
}
