/**
 * Solo order: the node is its own engine. What one caller hands over is delivered at once; what arrives while a delivery is taken
 * becomes the next one. Nothing is kept: after a restart the height goes on from where the chain stands, and items that were
 * accepted but not delivered are gone (status *accepted* in spec/limits.md promises no more).
 */

import { assert } from '@stele/base';

import type { Delivery, OrderingDriver, OrderingPosition, Receiver } from '../driver.ts';
import { itemSize, orderingStopped } from '../refusals.ts';
import { soloOptions, type SoloOptions } from './options.ts';

interface WaitingItem {
  readonly item: Uint8Array;
  accept(): void;
  refuse(reason: Error): void;
}

/** A driver for a chain of one node. */
export function createSoloDriver(options: Partial<SoloOptions> = {}): OrderingDriver {
  return new SoloDriver(soloOptions(options));
}

class SoloDriver implements OrderingDriver {
  readonly kind = 'solo';
  readonly #options: SoloOptions;
  readonly #accepted: Uint8Array[] = [];
  readonly #waiting: WaitingItem[] = [];
  #acceptedBytes = 0;
  #position: OrderingPosition = { epoch: 0, engineHeight: 0 };
  #receiver: Receiver | undefined;
  #state: 'new' | 'running' | 'stopped' = 'new';
  #delivering: Promise<void> | undefined;

  constructor(options: SoloOptions) {
    this.#options = options;
  }

  start(from: OrderingPosition, receiver: Receiver): Promise<void> {
    assert(this.#state === 'new', 'a driver is started once');
    this.#position = from;
    this.#receiver = receiver;
    this.#state = 'running';
    return Promise.resolve();
  }

  order(item: Uint8Array): Promise<void> {
    if (this.#state !== 'running') return Promise.reject(orderingStopped());
    const { itemBytesMax } = this.#options;
    if (item.length === 0 || item.length > itemBytesMax) {
      return Promise.reject(itemSize(item.length, itemBytesMax));
    }
    if (this.#waiting.length === 0 && this.#hasRoomFor(item)) {
      this.#accept(item);
      return Promise.resolve();
    }
    return new Promise((accept, refuse) => {
      this.#waiting.push({ item, accept, refuse });
    });
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#delivering;
  }

  #hasRoomFor(item: Uint8Array): boolean {
    return this.#acceptedBytes + item.length <= this.#options.queueBytesMax;
  }

  #accept(item: Uint8Array): void {
    this.#accepted.push(item);
    this.#acceptedBytes += item.length;
    this.#delivering ??= this.#deliverAll();
  }

  async #deliverAll(): Promise<void> {
    // Callers in the same turn share the first delivery.
    await Promise.resolve();
    try {
      while (this.#accepted.length > 0) {
        const delivery = this.#nextDelivery();
        this.#admitWaiting();
        await this.#receiver?.delivered(delivery);
      }
    } catch (reason) {
      this.#end();
      this.#receiver?.failed(reason);
    }
    this.#delivering = undefined;
  }

  #nextDelivery(): Delivery {
    const items = this.#accepted.splice(0, this.#countForDelivery());
    for (const item of items) this.#acceptedBytes -= item.length;
    const { epoch, engineHeight } = this.#position;
    this.#position = { epoch, engineHeight: engineHeight + 1 };
    return { ...this.#position, items };
  }

  #countForDelivery(): number {
    let bytes = 0;
    let count = 0;
    for (const item of this.#accepted) {
      bytes += item.length;
      if (count > 0 && bytes > this.#options.deliveryBytesMax) break;
      count++;
    }
    return count;
  }

  #admitWaiting(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || !this.#hasRoomFor(next.item)) return;
      this.#waiting.shift();
      this.#accept(next.item);
      next.accept();
    }
  }

  #end(): void {
    this.#state = 'stopped';
    this.#accepted.length = 0;
    this.#acceptedBytes = 0;
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(orderingStopped());
  }
}
