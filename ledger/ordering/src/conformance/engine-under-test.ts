/** What the suite needs of a driver's tests. The runner is handed in: this package imports nothing of Node's. */

import type { OrderingDriver, OrderingPosition } from '../driver.ts';

export interface EngineUnderTest {
  /** Where this fresh engine instance begins. */
  readonly origin: OrderingPosition;
  /** A driver of one node on the engine. The next call is the same node after a restart; the one before was stopped. */
  createDriver(): OrderingDriver;
  /** Resolves when an engine that still had something to deliver would have delivered it. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface OrderingSuite {
  /** The driver's kind; goes before the name of each test. */
  readonly name: string;
  readonly test: (name: string, body: () => Promise<void>) => void;
  /** A fresh engine instance for every test. */
  openEngine(): Promise<EngineUnderTest>;
}
