/** What a storm has left behind, compared with what its customers were told. */

import assert from 'node:assert/strict';
import { digestAlgorithmOf, parseReceipt, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import type { Client } from './evidence-client.ts';
import { CONNECTIONS, type Order, type RecordBody } from './evidence-storm.ts';

const SHA_256 = digestAlgorithmOf('sha-256');

/** `work` on each, as many at a time as there are connections. */
export async function forEach<T>(
  all: readonly T[],
  work: (one: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < all.length) await work(all[next++] as T);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

export async function idsByDigest(
  client: Client,
  { digests }: RecordBody,
): Promise<readonly string[]> {
  const path = `/v1/evidence?digest=sha-256:${digests['sha-256']}`;
  const { items } = await client.json<{ items: { id: string }[] }>(200, 'GET', path);
  return items.map(({ id }) => id);
}

interface Shown {
  readonly id: string;
  readonly digests: RecordBody['digests'];
  readonly note: Omit<RecordBody, 'digests'>;
}

function checkShown(shown: Shown, { digests, ...note }: RecordBody): void {
  assert.deepEqual(shown.digests, digests);
  assert.deepEqual(shown.note, note, 'the note it was given');
}

/** Each record of each order, by id and by digest; how many there are. */
export async function checkRecords(
  orders: readonly Order[],
  clients: readonly Client[],
): Promise<number> {
  let checked = 0;
  await forEach(orders, async (order) => {
    const client = clients[order.customer];
    assert.ok(client);
    for (const [i, record] of order.records.entries()) {
      const ids = await idsByDigest(client, record);
      assert.deepEqual(ids, order.state === 'recorded' ? [order.ids[i]] : []);
      const [id] = ids;
      if (id === undefined) continue;
      checkShown(await client.json<Shown>(200, 'GET', `/v1/evidence/${id}`), record);
      checked++;
    }
  });
  return checked;
}

/** Receipts of some of them, evenly over all: valid, and with the note that was given; how many. */
export async function checkReceipts(
  admin: Client,
  orders: readonly Order[],
  clients: readonly Client[],
  countMax: number,
): Promise<number> {
  const { id: chain } = await admin.json<{ id: string }>(200, 'GET', '/v1/chains/main');
  const trusted = [Buffer.from(chain, 'hex')];
  const all = orders
    .filter(({ state }) => state === 'recorded')
    .flatMap(({ customer, ids, records }) =>
      ids.map((id, i) => ({ customer, id, record: records[i] })),
    );
  const step = Math.max(1, all.length / countMax);
  const some = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  await forEach(some, async ({ customer, id, record }) => {
    assert.ok(record);
    const answer = await clients[customer]?.ask('GET', `/v1/evidence/${id}/receipt`);
    assert.equal(answer?.status, 200);
    const digests = new Map([[SHA_256, Buffer.from(record.digests['sha-256'], 'hex')]]);
    const verdict = verifyReceipt(answer.bytes, { crypto: nodeCrypto, trusted, digests });
    assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.steps));
    const note = Buffer.from(parseReceipt(answer.bytes).note?.bytes ?? []);
    if (record.name === undefined) assert.equal(note.length, 0);
    else assert.ok(note.includes(record.name) && note.includes(record.reference ?? ''));
  });
  return some.length;
}
