/** One test for each MUST of the port (driver.ts), run over every driver by its own tests. */

import { assert, equal, isCoded } from '@stele/base';
import { BLOCK_BYTES_MAX, ENVELOPE_BYTES_MAX } from '@stele/protocol';

import type { OrderingDriver, OrderingPosition } from '../driver.ts';
import type { EngineUnderTest, OrderingSuite } from './engine-under-test.ts';
import { Recorder } from './recorder.ts';

interface Running {
  readonly engine: EngineUnderTest;
  readonly driver: OrderingDriver;
  readonly recorder: Recorder;
}

/** Registers the suite's tests with the runner given. */
export function testOrderingDriver(suite: OrderingSuite): void {
  const test = (name: string, body: (engine: EngineUnderTest) => Promise<void>): void => {
    suite.test(`${suite.name}: ${name}`, async () => {
      const engine = await suite.openEngine();
      try {
        await body(engine);
      } finally {
        await engine.close();
      }
    });
  };
  testOrder(test);
  testSizes(test);
  testLifecycle(test);
  testBackPressure(test);
  testBugs(test);
}

type Test = (name: string, body: (engine: EngineUnderTest) => Promise<void>) => void;

function testOrder(test: Test): void {
  test('delivers every item of one caller once, in its order, unchanged', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    const items = numberedItems('a', 200);
    for (const item of items) await driver.order(item);
    await recorder.untilItems(items.length);
    await engine.settle();
    checkSame(recorder.items, items);
    await driver.stop();
  });

  test('delivers the items of concurrent callers once, each caller in its order', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    const callers = ['a', 'b', 'c', 'd', 'e'].map((name) => numberedItems(name, 50));
    await Promise.all(
      callers.map(async (items) => {
        for (const item of items) await driver.order(item);
      }),
    );
    await recorder.untilItems(250);
    await engine.settle();
    assert(recorder.items.length === 250, 'nothing is delivered twice');
    for (const items of callers) {
      const caller = items[0]?.[0];
      checkSame(
        recorder.items.filter((item) => item[0] === caller),
        items,
      );
    }
    await driver.stop();
  });

  test('keeps the order of calls that were not waited for', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    const items = numberedItems('a', 100);
    await Promise.all(items.map((item) => driver.order(item)));
    await recorder.untilItems(items.length);
    checkSame(recorder.items, items);
    await driver.stop();
  });
}

function testSizes(test: Test): void {
  test('takes an item of ENVELOPE bytes and fills deliveries up to BLOCK', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    const sizes = [
      ENVELOPE_BYTES_MAX,
      1,
      BLOCK_BYTES_MAX,
      BLOCK_BYTES_MAX / 2,
      BLOCK_BYTES_MAX / 2 + 1,
    ];
    const items = sizes.map((size, i) => new Uint8Array(size).fill(i));
    await Promise.all(items.map((item) => driver.order(item)));
    await recorder.untilItems(items.length);
    // That a delivery is not above BLOCK is checked by the recorder on every one.
    checkSame(recorder.items, items);
    await driver.stop();
  });

  test('refuses a larger item and an empty one, and goes on', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    await refused('ITEM_SIZE', driver.order(new Uint8Array(ENVELOPE_BYTES_MAX + 1)));
    await refused('ITEM_SIZE', driver.order(new Uint8Array(0)));
    await driver.order(Uint8Array.of(7));
    await recorder.untilItems(1);
    await engine.settle();
    checkSame(recorder.items, [Uint8Array.of(7)]);
    await driver.stop();
  });
}

function testLifecycle(test: Test): void {
  test('takes and delivers nothing before it is started', async (engine) => {
    const driver = engine.createDriver();
    await refused('ORDERING_STOPPED', driver.order(Uint8Array.of(1)));
    const recorder = new Recorder(engine.origin);
    await driver.start(engine.origin, recorder);
    await engine.settle();
    checkSame(recorder.items, []);
    await driver.stop();
  });

  test('delivers nothing once stopped, and stops twice with no effect', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    await driver.order(Uint8Array.of(1));
    await recorder.untilItems(1);
    const late = [2, 3, 4].map((byte) => settled(driver.order(Uint8Array.of(byte))));
    const stopped = driver.stop();
    const count = recorder.items.length;
    await Promise.all([stopped, driver.stop(), ...late]);
    await engine.settle();
    assert(recorder.items.length === count, 'nothing comes after stop was called');
    await refused('ORDERING_STOPPED', driver.order(Uint8Array.of(5)));
    assert(recorder.failures.length === 0, 'stopping is no failure');
  });

  test('waits, when stopped, for the delivery that is being taken', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    let isTaken = false;
    recorder.onDelivery = async () => {
      await engine.settle();
      isTaken = true;
    };
    await driver.order(Uint8Array.of(1));
    await recorder.untilItems(1);
    await driver.stop();
    assert(isTaken, 'stop resolves after the delivery was taken');
  });

  test('goes on after a restart from the height it is given', async (engine) => {
    let from: OrderingPosition = engine.origin;
    for (const name of ['a', 'b', 'c']) {
      const { driver, recorder } = await startDriver(engine, from);
      const items = numberedItems(name, 20);
      for (const item of items) await driver.order(item);
      await recorder.untilItems(items.length);
      await driver.stop();
      // That heights go on from `from` is checked by the recorder on every delivery.
      checkSame(recorder.items, items);
      from = recorder.position;
    }
  });
}

function testBackPressure(test: Test): void {
  test('delivers one at a time, and loses nothing while it waits', async (engine) => {
    const { driver, recorder } = await startDriver(engine);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    recorder.onDelivery = () => held;
    const first = Uint8Array.of(255);
    await driver.order(first);
    await recorder.untilItems(1);
    const items = numberedItems('a', 100);
    const ordering = Promise.allSettled(items.map((item) => driver.order(item)));
    await engine.settle();
    checkSame(recorder.items, [first]);
    release();
    await ordering;
    await recorder.untilItems(101);
    checkSame(recorder.items, [first, ...items]);
    await driver.stop();
  });
}

function testBugs(test: Test): void {
  const throwing = (): void => {
    throw new TypeError('a bug in the receiver');
  };
  const rejecting = (): Promise<void> => Promise.reject(new TypeError('a bug in the receiver'));
  for (const [how, bug] of [['throws', throwing] as const, ['rejects', rejecting] as const]) {
    test(`stops for good when the receiver ${how}`, async (engine) => {
      const { driver, recorder } = await startDriver(engine);
      recorder.onDelivery = bug;
      await driver.order(Uint8Array.of(1));
      await recorder.untilFailed();
      await settled(driver.order(Uint8Array.of(2)));
      await refused('ORDERING_STOPPED', driver.order(Uint8Array.of(3)));
      await engine.settle();
      assert(recorder.deliveries.length === 1, 'nothing comes after the bug');
      assert(recorder.failures.length === 1, 'the failure is told once');
      assert(recorder.failures[0] instanceof TypeError, 'the failure is the bug itself');
      await driver.stop();
    });
  }
}

async function startDriver(
  engine: EngineUnderTest,
  from: OrderingPosition = engine.origin,
): Promise<Running> {
  const driver = engine.createDriver();
  const recorder = new Recorder(from);
  await driver.start(from, recorder);
  return { engine, driver, recorder };
}

function numberedItems(name: string, count: number): Uint8Array[] {
  const prefix = name.charCodeAt(0);
  return Array.from({ length: count }, (_, i) => Uint8Array.of(prefix, i >> 8, i & 255, 0xff));
}

async function refused(code: string, promise: Promise<void>): Promise<void> {
  let reason: unknown;
  await promise.catch((thrown: unknown) => {
    reason = thrown;
  });
  assert(isCoded(reason, code), `refused with ${code}, not ${String(reason)}`);
}

/** A call that may be refused, because the driver ends at the same moment. */
async function settled(promise: Promise<void>): Promise<void> {
  await promise.catch((reason: unknown) => {
    assert(isCoded(reason, 'ORDERING_STOPPED'), `stopped, not ${String(reason)}`);
  });
}

function checkSame(actual: readonly Uint8Array[], expected: readonly Uint8Array[]): void {
  assert(
    actual.length === expected.length,
    `${String(expected.length)} items, got ${String(actual.length)}`,
  );
  expected.forEach((item, i) => {
    const found = actual[i];
    assert(
      found !== undefined && equal(found, item),
      `item ${String(i)} is delivered in its place`,
    );
  });
}
