/** Packages of units bought during a storm: each is asked for under one key until it is answered, and only then it counts. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Customer } from '../product/evidence-client.ts';

const PACKAGE = 150;
const PAUSE_MS = 60;

export class Purchases {
  bought = 0;
  #number = 0;
  #isAnswered = true;

  async buy(admin: Client, customer: Customer, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (!(await this.#one(admin, customer))) return;
      await sleep(PAUSE_MS);
    }
  }

  /** With the same key until there is an answer: only then it counts, once. */
  async settle(admin: Client, customer: Customer): Promise<void> {
    if (!this.#isAnswered) assert.ok(await this.#one(admin, customer));
  }

  async #one(admin: Client, { id }: Customer): Promise<boolean> {
    if (this.#isAnswered) this.#number++;
    this.#isAnswered = false;
    const asked = {
      headers: { 'idempotency-key': `package-${String(this.#number)}` },
      body: { units: PACKAGE },
    };
    const path = `/v1/customers/${id}/quota/additions`;
    const answer = await admin.ask('POST', path, asked).catch(() => undefined);
    if (answer === undefined) return false;
    assert.equal(answer.status, 200, answer.bytes.toString());
    this.#isAnswered = true;
    this.bought += PACKAGE;
    return true;
  }
}
