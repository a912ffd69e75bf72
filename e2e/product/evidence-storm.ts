/**
 * Many customers' requests at once over 64 connections, and a memory of what each was told: the test's own books, kept outside the
 * server, which is killed in the middle of it.
 */

import assert from 'node:assert/strict';
import type { Client } from './evidence-client.ts';
import { type Answer, type Customer, sha256 } from './evidence-client.ts';

export const CONNECTIONS = 64;

export interface RecordBody {
  readonly digests: { readonly 'sha-256': string };
  readonly name?: string;
  readonly reference?: string;
  readonly size?: number;
  readonly metadata?: unknown;
}

/** What was asked for, and the best that is known of it. */
export interface Order {
  readonly customer: number;
  readonly form: 'single' | 'json' | 'ndjson';
  readonly key: string | undefined;
  readonly records: readonly RecordBody[];
  state: 'unanswered' | 'refused' | 'recorded';
  /** Of the records, in their order, once it is recorded. */
  ids: readonly string[];
}

/** Numbers from 0 to below 1 that follow from the seed (SplitMix32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

const BATCH_MAX = 12;
/** What an exhausted package is answered with, and a server that cannot take more. */
const REFUSALS = new Set(['QUOTA_EXHAUSTED', 'QUOTA_EXCEEDED', 'BUSY']);

export class Storm {
  readonly orders: Order[] = [];
  readonly #customers: readonly Customer[];
  readonly #random: () => number;
  #made = 0;

  constructor(customers: readonly Customer[], seed: number) {
    this.#customers = customers;
    this.#random = randomOf(seed);
  }

  /** Sends over all connections until the server is gone or `isOver`. */
  async rage(admin: Client, isOver: () => boolean): Promise<void> {
    const clients = this.#customers.map(({ key }) => admin.as(key));
    const worker = async (): Promise<void> => {
      while (!isOver()) {
        const isAnswered = await this.send(clients, this.#next());
        if (!isAnswered) return;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  }

  /** Whether there was an answer; what it says is noted, and must not contradict an earlier one. */
  async send(clients: readonly Client[], order: Order): Promise<boolean> {
    const client = clients[order.customer];
    assert.ok(client);
    let answer: Answer;
    try {
      answer = await ask(client, order);
    } catch {
      return false;
    }
    note(order, answer);
    return true;
  }

  /** A new order, or now and then an earlier one with its key again, whatever has become of it. */
  #next(): Order {
    if (this.#random() < 0.08) {
      const earlier = this.orders[Math.floor(this.#random() * this.orders.length)];
      if (earlier?.key !== undefined) return earlier;
    }
    const order = this.#newOrder();
    this.orders.push(order);
    return order;
  }

  #newOrder(): Order {
    const isKeyed = this.#random() < 0.5;
    const forms = ['single', 'single', 'single', 'single', 'json', 'ndjson'] as const;
    const form = forms[Math.floor(this.#random() * forms.length)] ?? 'single';
    const count = form === 'single' ? 1 : 1 + Math.floor(this.#random() * BATCH_MAX);
    return {
      customer: Math.floor(this.#random() * this.#customers.length),
      form,
      key: isKeyed ? `order-${String(this.orders.length)}` : undefined,
      records: Array.from({ length: count }, () => this.#newRecord()),
      state: 'unanswered',
      ids: [],
    };
  }

  #newRecord(): RecordBody {
    const number = String(this.#made++);
    const digests = { 'sha-256': sha256(`storm ${number}`) };
    if (this.#random() < 0.5) return { digests };
    const name = `合同 ${number}.pdf`;
    return { digests, name, reference: `R-${number}`, size: Number(number), metadata: { number } };
  }
}

function ask(client: Client, { form, key, records }: Order): Promise<Answer> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  switch (form) {
    case 'single':
      return client.ask('POST', '/v1/evidence', { headers, body: records[0] });
    case 'json':
      return client.ask('POST', '/v1/evidence/batches', { headers, body: { items: records } });
    case 'ndjson': {
      const body = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      const type = 'application/x-ndjson';
      return client.ask('POST', '/v1/evidence/batches', { headers, body, type });
    }
  }
}

interface Told {
  readonly id: string;
  readonly code?: string;
  readonly items?: readonly { readonly id: string }[];
}

function note(order: Order, { status, bytes }: Answer): void {
  const told = JSON.parse(bytes.toString()) as Told;
  if (status === 201) {
    const ids = told.items?.map(({ id }) => id) ?? [told.id];
    assert.equal(ids.length, order.records.length);
    if (order.state === 'recorded') assert.deepEqual(ids, order.ids, 'one key, one answer');
    order.state = 'recorded';
    order.ids = ids;
    return;
  }
  assert.ok(REFUSALS.has(told.code ?? ''), `${String(status)} ${bytes.toString()}`);
  assert.notEqual(order.state, 'recorded', 'what is recorded is not refused later');
  // An earlier attempt without an answer may still have been recorded; then this one would have been told so.
  order.state = 'refused';
}
