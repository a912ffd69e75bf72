/** All customers, in memory and in the service's store: thousands at most, and asked at every request. */

import { assert, fromUtf8, toHex, utf8 } from '@stele/base';
import { rowKey, spaceBounds } from '../store/key-space.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { Turns } from '../turns.ts';
import {
  accountOfCustomerId,
  type Customer,
  customerFromJson,
  customerToJson,
} from './customer.ts';

/** Reads all customers. `operator` is the one who runs the service, and is not stored. */
export async function openCustomers(store: ServiceStore, operator: Customer): Promise<Customers> {
  const customers: Customer[] = [];
  for await (const [, value] of store.range(...spaceBounds('customer'))) {
    customers.push(customerFromJson(fromUtf8(value)));
  }
  return new Customers(store, operator, customers);
}

export class Customers {
  /** Who runs the service: the customer behind keys that name none. */
  readonly operator: Customer;
  readonly #store: ServiceStore;
  readonly #byAccount: Map<string, Customer>;
  readonly #turns = new Turns();

  /** Made by openCustomers. */
  constructor(store: ServiceStore, operator: Customer, customers: readonly Customer[]) {
    this.#store = store;
    this.operator = operator;
    this.#byAccount = new Map(
      [operator, ...customers].map((customer) => [toHex(customer.account), customer]),
    );
  }

  get(account: Uint8Array): Customer | undefined {
    return this.#byAccount.get(toHex(account));
  }

  byId(id: string): Customer | undefined {
    const account = accountOfCustomerId(id);
    return account && this.get(account);
  }

  /** The operator first, then as they came. */
  all(): readonly Customer[] {
    return [...this.#byAccount.values()].toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  }

  /** Changes what the customer is when its turn comes: two changes at once are both kept. */
  change(account: Uint8Array, change: Partial<Customer>): Promise<Customer> {
    return this.#turns.take(toHex(account), async () => {
      const known = this.get(account);
      assert(known !== undefined, 'a customer is never taken away');
      const changed = { ...known, ...change };
      await this.save(changed);
      return changed;
    });
  }

  /** Keeps a new customer. */
  async save(customer: Customer): Promise<void> {
    const value = utf8(customerToJson(customer));
    await this.#store.write([{ kind: 'put', key: rowKey('customer', customer.account), value }]);
    this.#byAccount.set(toHex(customer.account), customer);
  }
}
