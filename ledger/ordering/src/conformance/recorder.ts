/** A receiver that writes down what it is given, and can hold a delivery or throw at one. */

import { assert } from '@stele/base';
import { BLOCK_BYTES_MAX } from '@stele/protocol';

import type { Delivery, OrderingPosition, Receiver } from '../driver.ts';

export class Recorder implements Receiver {
  readonly deliveries: Delivery[] = [];
  readonly failures: unknown[] = [];
  /** What happens instead of taking a delivery quietly. */
  onDelivery: ((delivery: Delivery) => void | Promise<void>) | undefined;
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  #last: OrderingPosition;
  #isTaking = false;

  constructor(from: OrderingPosition) {
    this.#last = from;
  }

  /** Everything delivered, one after the other. */
  get items(): readonly Uint8Array[] {
    return this.deliveries.flatMap((delivery) => delivery.items);
  }

  /** Where a restart begins. */
  get position(): OrderingPosition {
    return this.#last;
  }

  async delivered(delivery: Delivery): Promise<void> {
    this.#checkPlace(delivery);
    this.#isTaking = true;
    this.deliveries.push(delivery);
    this.#wake();
    await this.onDelivery?.(delivery);
    this.#isTaking = false;
  }

  failed(reason: unknown): void {
    this.failures.push(reason);
    this.#wake();
  }

  /** Resolves when `count` items have come in all. */
  async untilItems(count: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push({ count, resolve });
      this.#wake();
    });
  }

  /** Resolves when the driver said that it failed. */
  async untilFailed(): Promise<void> {
    await this.untilItems(Infinity);
  }

  #checkPlace(delivery: Delivery): void {
    assert(!this.#isTaking, 'a delivery waits for the one before it');
    assert(delivery.epoch === this.#last.epoch, 'one engine instance, one epoch');
    assert(delivery.engineHeight === this.#last.engineHeight + 1, 'engine heights have no gaps');
    assert(delivery.items.length > 0, 'a delivery holds something');
    const bytes = delivery.items.reduce((sum, item) => sum + item.length, 0);
    assert(
      bytes <= BLOCK_BYTES_MAX || delivery.items.length === 1,
      'a delivery is one block: BLOCK bytes, or one item',
    );
    this.#last = { epoch: delivery.epoch, engineHeight: delivery.engineHeight };
  }

  #wake(): void {
    const count = this.items.length;
    for (const waiting of [...this.#waiting]) {
      if (count < waiting.count && this.failures.length === 0) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.resolve();
    }
  }
}
