/** The suite is itself tried: each driver here breaks one rule of the port, and some test must notice. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import type { Delivery, OrderingDriver, OrderingPosition, Receiver } from '../driver.ts';
import { createSoloDriver } from '../solo/index.ts';
import { testOrderingDriver } from './index.ts';

/** A solo driver with one thing wrong. */
abstract class BrokenDriver implements OrderingDriver {
  readonly kind = 'broken';
  protected readonly solo = createSoloDriver();

  start(from: OrderingPosition, receiver: Receiver): Promise<void> {
    return this.solo.start(from, {
      delivered: (delivery) => this.deliver(delivery, receiver),
      failed: (reason) => receiver.failed(reason),
    });
  }

  order(item: Uint8Array): Promise<void> {
    return this.solo.order(item);
  }

  stop(): Promise<void> {
    return this.solo.stop();
  }

  protected deliver(delivery: Delivery, receiver: Receiver): void | Promise<void> {
    return receiver.delivered(delivery);
  }
}

class RepeatsItems extends BrokenDriver {
  protected override deliver(delivery: Delivery, receiver: Receiver): void | Promise<void> {
    return receiver.delivered({ ...delivery, items: [...delivery.items, ...delivery.items] });
  }
}

class LosesItems extends BrokenDriver {
  #seen = 0;

  protected override deliver(delivery: Delivery, receiver: Receiver): void | Promise<void> {
    const items = delivery.items.filter(() => ++this.#seen % 7 !== 0);
    return items.length === 0 ? undefined : receiver.delivered({ ...delivery, items });
  }
}

class ReversesItems extends BrokenDriver {
  protected override deliver(delivery: Delivery, receiver: Receiver): void | Promise<void> {
    return receiver.delivered({ ...delivery, items: delivery.items.toReversed() });
  }
}

class SkipsHeights extends BrokenDriver {
  protected override deliver(delivery: Delivery, receiver: Receiver): void | Promise<void> {
    return receiver.delivered({ ...delivery, engineHeight: 2 * delivery.engineHeight });
  }
}

class ChangesBytes extends BrokenDriver {
  protected override deliver(delivery: Delivery, receiver: Receiver): void | Promise<void> {
    const items = delivery.items.map((item) => item.map((byte) => byte ^ 1));
    return receiver.delivered({ ...delivery, items });
  }
}

class IgnoresBackPressure extends BrokenDriver {
  protected override deliver(delivery: Delivery, receiver: Receiver): void {
    Promise.resolve(receiver.delivered(delivery)).catch(() => undefined);
  }
}

class TakesAnything extends BrokenDriver {
  protected override readonly solo = createSoloDriver({
    itemBytesMax: 4_194_304,
    queueBytesMax: 8_388_608,
  });
}

class AnswersAfterStop extends BrokenDriver {
  override async order(item: Uint8Array): Promise<void> {
    await this.solo.order(item).catch(() => undefined);
  }
}

class SwallowsBugs extends BrokenDriver {
  protected override async deliver(delivery: Delivery, receiver: Receiver): Promise<void> {
    try {
      await receiver.delivered(delivery);
    } catch {
      // As if nothing had happened.
    }
  }
}

class StopsWithoutWaiting extends BrokenDriver {
  override stop(): Promise<void> {
    void this.solo.stop();
    return Promise.resolve();
  }
}

const broken = [
  RepeatsItems,
  LosesItems,
  ReversesItems,
  SkipsHeights,
  ChangesBytes,
  IgnoresBackPressure,
  TakesAnything,
  AnswersAfterStop,
  SwallowsBugs,
  StopsWithoutWaiting,
];

/** Long enough for a solo driver to deliver everything, and for a body that waits for what never comes to be given up. */
async function settle(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
}

for (const Driver of broken) {
  test(`the suite notices a driver that ${nameOf(Driver.name)}`, async () => {
    const bodies: (() => Promise<void>)[] = [];
    testOrderingDriver({
      name: 'broken',
      test: (_name, body) => bodies.push(body),
      openEngine: () =>
        Promise.resolve({
          origin: { epoch: 0, engineHeight: 5 },
          createDriver: () => new Driver(),
          settle: () => settle(5),
          close: () => Promise.resolve(),
        }),
    });
    assert.equal((await Promise.all(bodies.map(outcome))).includes('failed'), true);
  });
}

async function outcome(body: () => Promise<void>): Promise<'passed' | 'failed'> {
  const gaveUp = settle(2_000).then(() => 'failed' as const);
  const ended = body().then(
    () => 'passed' as const,
    () => 'failed' as const,
  );
  return Promise.race([ended, gaveUp]);
}

/** RepeatsItems → repeats items */
function nameOf(className: string): string {
  return className.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
