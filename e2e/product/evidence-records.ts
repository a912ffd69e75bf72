/** A customer's records as a test keeps count of them: made one by one or as a batch, and asked for in every way there is. */

import assert from 'node:assert/strict';
import { type Answer, type Client, eventually, sha256 } from './evidence-client.ts';

interface Shown {
  readonly id: string;
  readonly note: { readonly reference?: string };
}

/** What everybody waits for at most while something beside the ledger is broken. */
const PROMPT_MS = 3_000;
/** What search may take to find out that its database is frozen. */
const SEARCH_MS = 9_000;

/** Records under one reference each, of one customer. */
export class Records {
  /** All that were acknowledged. */
  readonly ids: string[] = [];
  readonly #client: Client;
  readonly #prefix: string;

  constructor(client: Client, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** The same over another address: after a restart. */
  over(client: Client): Records {
    const records = new Records(client, this.#prefix);
    records.ids.push(...this.ids);
    return records;
  }

  /** Records one with a note. */
  async make(): Promise<{ readonly id: string; readonly digest: string }> {
    const reference = `${this.#prefix}-${String(this.ids.length)}`;
    const digest = sha256(reference);
    const body = { digests: { 'sha-256': digest }, name: `${reference}.pdf`, reference };
    const { id } = await this.#client.json<Shown>(201, 'POST', '/v1/evidence', { body });
    this.ids.push(id);
    return { id, digest };
  }

  /** Notarise, fetch by id and by digest, receipt, verification: all of it promptly. */
  async checkLedgerServes(): Promise<void> {
    const began = performance.now();
    const client = this.#client;
    const { id, digest } = await this.make();
    const shown = await client.json<Shown>(200, 'GET', `/v1/evidence/${id}`);
    assert.match(shown.note.reference ?? '', /-\d+$/);
    const path = `/v1/evidence?digest=sha-256:${digest}`;
    const found = await client.json<{ items: Shown[] }>(200, 'GET', path);
    assert.deepEqual(
      found.items.map((one) => one.id),
      [id],
    );
    const receipt = await client.json<unknown>(200, 'GET', `/v1/evidence/${id}/receipt`);
    const { verdict } = await client.json<{ verdict: string }>(200, 'POST', '/v1/verifications', {
      body: { receipt, digests: { 'sha-256': digest } },
    });
    assert.equal(verdict, 'valid');
    const tookMs = performance.now() - began;
    assert.ok(tookMs < PROMPT_MS, `took ${String(Math.round(tookMs))} ms`);
  }

  search(): Promise<Answer> {
    return this.#client.ask('GET', `/v1/evidence?q=${this.#prefix}-&limit=1000`);
  }

  /** Search and usage say that they are away, and when to come again. */
  async checkSearchIsAway(): Promise<void> {
    await this.#checkAway(() => this.search());
    await this.#checkAway(() => this.#client.ask('GET', '/v1/usage'));
  }

  async #checkAway(ask: () => Promise<Answer>): Promise<void> {
    const began = performance.now();
    const { status, headers, bytes } = await ask();
    const tookMs = performance.now() - began;
    assert.equal(status, 503, bytes.toString());
    const { code } = JSON.parse(bytes.toString()) as { code: string };
    assert.equal(code, 'SEARCH_UNAVAILABLE');
    assert.match(headers['retry-after'] ?? '', /^\d+$/);
    assert.ok(tookMs < SEARCH_MS, `took ${String(Math.round(tookMs))} ms`);
  }

  /** Search comes back by itself and finds everything that was ever acknowledged, newest first. */
  async checkSearchFindsAll(withinMs = 45_000): Promise<void> {
    const wanted = JSON.stringify([...this.ids].reverse());
    const look = async (): Promise<string> => {
      const { status, bytes } = await this.search();
      if (status !== 200) return `${String(status)} ${bytes.toString()}`;
      const { items } = JSON.parse(bytes.toString()) as { items: Shown[] };
      return JSON.stringify(items.map(({ id }) => id));
    };
    await eventually('search finds all', look, { holds: (seen) => seen === wanted, withinMs });
  }
}
