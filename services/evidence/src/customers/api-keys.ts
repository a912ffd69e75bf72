/**
 * All API keys, in memory and in the service's store: asked at every request, so from memory; a change is durable before it is told to
 * anybody, and counts from the next request on. That is what makes a key revoked in far less than a second, with no database to wait for.
 */

import { assert, fromUtf8, rejection, utf8 } from '@stele/base';
import type { KeyRecord, KeyRing } from '@stele/server';
import { namedKey, spaceBounds } from '../store/key-space.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { Turns } from '../turns.ts';
import { type ApiKey, apiKeyFromJson, apiKeyToJson } from './api-key.ts';
import { KEYS_PER_CUSTOMER_MAX } from '../limits.ts';

/** Reads all keys. */
export async function openApiKeys(store: ServiceStore): Promise<ApiKeys> {
  const keys: ApiKey[] = [];
  for await (const [, value] of store.range(...spaceBounds('key'))) {
    keys.push(apiKeyFromJson(fromUtf8(value)));
  }
  return new ApiKeys(store, keys);
}

export class ApiKeys implements KeyRing {
  readonly #store: ServiceStore;
  readonly #keys: Map<string, ApiKey>;
  readonly #turns = new Turns();

  /** Made by openApiKeys. */
  constructor(store: ServiceStore, keys: readonly ApiKey[]) {
    this.#store = store;
    this.#keys = new Map(keys.map((key) => [key.record.id, key]));
  }

  find(id: string): KeyRecord | undefined {
    return this.#keys.get(id)?.record;
  }

  get(id: string): ApiKey | undefined {
    return this.#keys.get(id);
  }

  /** Those of a customer, oldest first. */
  ofCustomer(customer: string): readonly ApiKey[] {
    return [...this.#keys.values()]
      .filter(({ record }) => record.customer === customer)
      .toSorted((a, b) => a.createdAtMs - b.createdAtMs || compareIds(a, b));
  }

  /** Keeps a new key. Rejects with KEYS_TOO_MANY. */
  async add(key: ApiKey): Promise<void> {
    const { customer, id } = key.record;
    assert(customer !== undefined && !this.#keys.has(id), 'a new key of a customer');
    if (this.ofCustomer(customer).length >= KEYS_PER_CUSTOMER_MAX) throw tooMany();
    await this.#write(key);
  }

  /** Keeps the key unless there is one with its id; resolves with the one that is kept. */
  addOnce(key: ApiKey): Promise<ApiKey> {
    const { id } = key.record;
    return this.#turns.take(id, async () => {
      const known = this.#keys.get(id);
      if (known !== undefined) return known;
      await this.add(key);
      return key;
    });
  }

  /** Refuses the key from now on. Revoking it again changes nothing. */
  async revoke({ record, createdAtMs }: ApiKey, nowMs: number): Promise<void> {
    if (record.revokedAtMs !== undefined) return;
    await this.#write({ createdAtMs, record: { ...record, revokedAtMs: nowMs } });
  }

  async #write(key: ApiKey): Promise<void> {
    const value = utf8(apiKeyToJson(key));
    await this.#store.write([{ kind: 'put', key: namedKey('key', key.record.id), value }]);
    this.#keys.set(key.record.id, key);
  }
}

function compareIds(a: ApiKey, b: ApiKey): number {
  return a.record.id < b.record.id ? -1 : 1;
}

function tooMany(): Error {
  return rejection('KEYS_TOO_MANY', `the customer has ${String(KEYS_PER_CUSTOMER_MAX)} keys`, {
    data: { limit: 'KEYS_PER_CUSTOMER_MAX', countMax: KEYS_PER_CUSTOMER_MAX },
  });
}
