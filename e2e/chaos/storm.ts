/**
 * Many customers' requests at once over many connections, and a memory of what each was told: the test's own books, kept outside the
 * server to which things happen. Records one by one and in batches, with notes, some in place of earlier ones; and beside them
 * transactions that are signed here and handed to the ledger itself.
 */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Client, type Customer, sha256 } from '../product/evidence-client.ts';
import { OwnTransactions } from './own-transactions.ts';
import { reasonOf, seenOf } from './seen.ts';

export interface RecordBody {
  readonly digests: { readonly 'sha-256': string };
  readonly name?: string;
  readonly reference?: string;
  readonly size?: number;
  readonly metadata?: unknown;
  readonly supersedes?: string;
}

/** What was asked for, and the best that is known of it. */
export interface Order {
  readonly customer: number;
  readonly form: 'single' | 'json' | 'ndjson';
  readonly key: string | undefined;
  readonly records: readonly RecordBody[];
  /**
   * Open: without an answer, or with one that says that something is the matter with the server, which promises nothing. Unheard: it
   * was recorded, and nobody was told.
   */
  state: 'open' | 'refused' | 'unheard' | 'recorded';
  /** Of the records, in their order, once it is known to be recorded. */
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

export const CONNECTIONS = 32;
/** One connection in so many is of a customer who signs for himself. */
const OWN_EVERY = 8;
const BATCH_MAX = 12;
/** What is refused for good, and rightly; what was on its way when the clock was set is too late. */
const REFUSALS = new Set(['QUOTA_EXHAUSTED', 'QUOTA_EXCEEDED', 'RECORD_SUPERSEDED', 'EXPIRED']);

export class Storm {
  readonly orders: Order[] = [];
  readonly own: OwnTransactions;
  /** What the clients saw: status and code, or why there was no answer, and how often. */
  readonly saw = new Map<string, number>();
  readonly #customers: readonly Customer[];
  readonly #random: () => number;
  #made = 0;

  constructor(dataFolder: string, customers: readonly Customer[], seed: number) {
    this.own = new OwnTransactions(dataFolder);
    this.#customers = customers;
    this.#random = randomOf(seed);
  }

  /** Sends over many connections until the server is gone or `isOver`. */
  async rage(
    admin: Client,
    isOver: () => boolean,
    { connections = CONNECTIONS, pauseMs = 0 } = {},
  ): Promise<void> {
    const clients = this.#customers.map(({ key }) => admin.as(key));
    const sendNext = (): Promise<boolean> => this.send(clients, this.#next());
    const sendOwn = (): Promise<boolean> => this.own.sendNew(admin, this.see);
    const worker = async (_: unknown, number: number): Promise<void> => {
      const sendOne = number % OWN_EVERY === 0 ? sendOwn : sendNext;
      while (!isOver()) {
        const isAnswered = await sendOne();
        if (!isAnswered) return;
        if (pauseMs > 0) await sleep(pauseMs);
      }
    };
    await Promise.all(Array.from({ length: connections }, worker));
  }

  /** Whether there was an answer; what it says is noted, and must not contradict an earlier one. */
  async send(clients: readonly Client[], order: Order): Promise<boolean> {
    const client = clients[order.customer];
    assert.ok(client);
    let answer: Answer;
    try {
      answer = await ask(client, order);
    } catch (error) {
      this.see(reasonOf(error));
      return false;
    }
    this.see(seenOf(answer));
    note(order, answer);
    return true;
  }

  /** One line of what was seen, the most frequent first. */
  get seen(): string {
    const sorted = [...this.saw].sort(([, a], [, b]) => b - a);
    return sorted.map(([what, count]) => `${what} ×${String(count)}`).join(', ');
  }

  readonly see = (what: string): void => {
    this.saw.set(what, (this.saw.get(what) ?? 0) + 1);
  };

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
    const customer = Math.floor(this.#random() * this.#customers.length);
    return {
      customer,
      form,
      key: isKeyed ? `order-${String(this.orders.length)}` : undefined,
      // Two of one batch in place of the same record would be refused: only its first is in place of another.
      records: Array.from({ length: count }, (_, i) =>
        this.#newRecord(i === 0 ? this.#earlier(customer) : undefined),
      ),
      state: 'open',
      ids: [],
    };
  }

  #newRecord(supersedes: string | undefined): RecordBody {
    const number = String(this.#made++);
    const digests = { 'sha-256': sha256(`storm ${number}`) };
    if (this.#random() < 0.5) return { digests };
    const name = `合同 ${number}.pdf`;
    return {
      digests,
      name,
      reference: `R-${number}`,
      size: Number(number),
      metadata: { number },
      ...(supersedes !== undefined && { supersedes }),
    };
  }

  /** Now and then a record of this customer that another one shall take the place of. */
  #earlier(customer: number): string | undefined {
    if (this.#random() >= 0.2) return undefined;
    const order = this.orders[Math.floor(this.#random() * this.orders.length)];
    return order?.customer === customer ? order.ids[0] : undefined;
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

/** Taken in, and nothing promised yet. */
const ACCEPTED = 202;
const SERVER_TROUBLE = 500;

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
  if (status === ACCEPTED || status >= SERVER_TROUBLE) return;
  assert.ok(REFUSALS.has(told.code ?? ''), `${String(status)} ${bytes.toString()}`);
  assert.notEqual(order.state, 'recorded', 'what is recorded is not refused later');
  // An earlier attempt without an answer may still have been recorded; then this one would have been told so.
  order.state = 'refused';
}
