/**
 * What a storm has left behind, compared with what its customers were told: everything acknowledged is there, as it was given, once,
 * with a receipt that a stranger accepts; what got no answer is there whole and once, or not at all.
 */

import assert from 'node:assert/strict';
import { decode, digestAlgorithmOf, parseReceipt, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import type { Client } from '../product/evidence-client.ts';
import { transactionsIn } from './log-files.ts';
import { type OwnOrder, sendOwn } from './own-transactions.ts';
import { CONNECTIONS, type Order, type RecordBody, type Storm } from './storm.ts';

/** Records of orders and transactions of own making, together. */
export interface Account {
  readonly offered: number;
  /** A client was told that it is recorded. */
  readonly acknowledged: number;
  /** There, with all that was given, and its receipt verifies; also what nobody was told of. */
  readonly found: number;
  readonly lost: number;
  readonly doubled: number;
  /** What is lost and doubled, in words. */
  readonly faults: readonly string[];
}

/** Where a storm's things are asked for afterwards. */
export interface Place {
  readonly dataFolder: string;
  readonly admin: Client;
  /** In the order of the storm's customers. */
  readonly clients: readonly Client[];
}

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

/** What is open: all of it is there once, or none. With its key it is asked for again, by two at once; so are own transactions. */
export async function settle(storm: Storm, { admin, clients }: Place): Promise<void> {
  const open = storm.orders.filter(({ state }) => state === 'open');
  await forEach(open, async (order) => {
    const client = clientOf(clients, order);
    const found = await Promise.all(order.records.map((one) => idsByDigest(client, one)));
    const [first = []] = found;
    for (const ids of found) assert.equal(ids.length, first.length, 'all or none of a batch');
    if (order.key === undefined) {
      order.ids = found.flat();
      order.state = first.length === 0 ? 'refused' : 'unheard';
      return;
    }
    await Promise.all([storm.send(clients, order), storm.send(clients, order)]);
    assert.notEqual(order.state, 'open');
    if (first.length > 0) assert.deepEqual(order.ids, found.flat(), 'what was there is told');
  });
  await forEach(
    storm.own.orders.filter(({ state }) => state === 'open'),
    async (order) => {
      await Promise.all([0, 1].map(() => sendOwn(admin, [order], storm.see)));
      assert.notEqual(order.state, 'open');
    },
  );
}

/** Of everything that was ever asked for; nothing is open any more. */
export async function takeAccount(storm: Storm, place: Place): Promise<Account> {
  const judge = new Judge(place, await chainOf(place.admin));
  await forEach(storm.orders, (order) => judge.order(order));
  await forEach(storm.own.orders, (order) => judge.own(order));
  judge.log();
  return judge.account;
}

async function chainOf(admin: Client): Promise<Uint8Array> {
  const { id } = await admin.json<{ id: string }>(200, 'GET', '/v1/chains/main');
  return Buffer.from(id, 'hex');
}

function clientOf(clients: readonly Client[], { customer }: Order): Client {
  const client = clients[customer];
  assert.ok(client);
  return client;
}

async function idsByDigest(client: Client, { digests }: RecordBody): Promise<readonly string[]> {
  const path = `/v1/evidence?digest=sha-256:${digests['sha-256']}`;
  const { items } = await client.json<{ items: { id: string }[] }>(200, 'GET', path);
  return items.map(({ id }) => id);
}

const SHA_256 = digestAlgorithmOf('sha-256');
const NOT_FOUND = 404;
const OWN_PATH = '/v1/chains/main/transactions';

class Judge {
  readonly #place: Place;
  readonly #trusted: readonly Uint8Array[];
  readonly #faults: string[] = [];
  #offered = 0;
  #acknowledged = 0;
  #found = 0;
  #lost = 0;
  #doubled = 0;

  constructor(place: Place, chain: Uint8Array) {
    this.#place = place;
    this.#trusted = [chain];
  }

  get account(): Account {
    return {
      offered: this.#offered,
      acknowledged: this.#acknowledged,
      found: this.#found,
      lost: this.#lost,
      doubled: this.#doubled,
      faults: this.#faults,
    };
  }

  async order(order: Order): Promise<void> {
    const client = clientOf(this.#place.clients, order);
    for (const [i, record] of order.records.entries()) {
      const ids = await idsByDigest(client, record);
      const name = `record ${record.digests['sha-256']}`;
      if (ids.length > 1) this.#double(name, ids.length - 1);
      const wanted = order.ids[i];
      if (wanted === undefined) {
        this.#offered++;
        if (ids.length > 0) this.#double(`${name}, which was refused,`, ids.length);
        continue;
      }
      const isThere = ids.includes(wanted);
      await this.#judge(name, order.state === 'recorded', async () => {
        assert.ok(isThere, 'found by its digest');
        await this.#checkRecord(client, wanted, record);
      });
    }
  }

  async own({ id, tx, state }: OwnOrder): Promise<void> {
    const { admin } = this.#place;
    if (state === 'refused') {
      this.#offered++;
      const { status } = await admin.ask('GET', `${OWN_PATH}/${id}`);
      if (status !== NOT_FOUND) this.#double(`transaction ${id}, which was refused,`, 1);
      return;
    }
    await this.#judge(`transaction ${id}`, state === 'recorded', async () => {
      const path = `${OWN_PATH}/${id}`;
      const { index } = await admin.json<{ index: number }>(200, 'GET', path);
      const entries = `/v1/chains/main/entries/${String(index)}`;
      const { bytes } = await admin.ask('GET', entries);
      const [, , content] = decode(bytes) as [number, number, Uint8Array];
      assert.ok(Buffer.from(tx).equals(content), 'the bytes that were signed');
      const receipt = await admin.ask('GET', `${path}/proof?form=cbor`);
      this.#checkReceipt(receipt.bytes);
    });
  }

  /** The log itself, without its index: each transaction stands in it once. */
  log(): void {
    const seen = new Set<string>();
    for (const transaction of transactionsIn(this.#place.dataFolder)) {
      if (seen.has(transaction)) this.#double('a transaction in the log', 1);
      seen.add(transaction);
    }
  }

  #double(name: string, count: number): void {
    this.#doubled += count;
    this.#faults.push(`${name} is there ${String(count)} times too often`);
  }

  async #judge(name: string, isAcknowledged: boolean, check: () => Promise<void>): Promise<void> {
    this.#offered++;
    if (isAcknowledged) this.#acknowledged++;
    try {
      await check();
      this.#found++;
    } catch (error) {
      this.#lost++;
      this.#faults.push(`${name}: ${String(error)}`);
    }
  }

  async #checkRecord(client: Client, id: string, record: RecordBody): Promise<void> {
    const { digests, supersedes, ...note } = record;
    const shown = await client.json<RecordBody & { note: unknown }>(
      200,
      'GET',
      `/v1/evidence/${id}`,
    );
    assert.deepEqual(shown.digests, digests);
    assert.equal(shown.supersedes, supersedes);
    assert.deepEqual(shown.note, note, 'the note it was given');
    const { status, bytes } = await client.ask('GET', `/v1/evidence/${id}/receipt`);
    assert.equal(status, 200);
    this.#checkReceipt(bytes, digests['sha-256']);
    const kept = Buffer.from(parseReceipt(bytes).note?.bytes ?? []);
    if (record.name === undefined) assert.equal(kept.length, 0);
    else assert.ok(kept.includes(record.name) && kept.includes(record.reference ?? ''));
  }

  #checkReceipt(bytes: Uint8Array, digest?: string): void {
    // Without a file there is nothing to compare: the receipt of a transaction is of no file.
    const digests = digest && new Map([[SHA_256, Buffer.from(digest, 'hex')]]);
    const options = { crypto: nodeCrypto, trusted: this.#trusted, ...(digests && { digests }) };
    const { verdict, steps } = verifyReceipt(bytes, options);
    assert.equal(verdict, 'valid', JSON.stringify(steps.filter(({ result }) => result === 'fail')));
  }
}
