/**
 * The port between a chain and the engine that decides its order (spec/transaction.md, "Envelope"; spec/block.md, "Header").
 *
 * An engine sees opaque items and gives them back in one sequence; what they mean is the kernel's business, and the two never
 * import each other. Every driver lives in a folder of its own with the same file names (`driver.ts`, `options.ts`,
 * `driver.test.ts`) and passes `conformance/`.
 */

/** A place in the life of a chain's engines: which engine instance, and how far that instance has come. */
export interface OrderingPosition {
  /** Which engine instance of the chain, from 0. */
  readonly epoch: number;
  /** Deliveries of that instance so far; 0 before its first. */
  readonly engineHeight: number;
}

/** What an engine decided at one of its heights. Makes one block, or none. */
export interface Delivery extends OrderingPosition {
  /** In the order decided; never empty. */
  readonly items: readonly Uint8Array[];
  /** The engine's own time in milliseconds since 1970, of an engine that agrees on one. */
  readonly engineTimeMs?: number;
}

/** What the node gives to a driver. */
export interface Receiver {
  /**
   * Takes the next delivery. A promise that is not settled yet is back-pressure: the next delivery waits for it. Throwing, or
   * rejecting, is a bug of the node and stops the driver for good.
   */
  delivered(delivery: Delivery): void | Promise<void>;
  /** Told once, when the driver stopped for another reason than `stop`. Nothing is delivered afterwards. */
  failed(reason: unknown): void;
}

/**
 * One engine instance, seen from one node.
 *
 * A driver MUST deliver every item it accepted exactly once for each start, in the one order that all nodes see, at engine heights
 * without gaps. A delivery MUST be BLOCK bytes of items at most, or one larger item alone.
 * A driver MUST NOT look into items, change them, keep a reference that it writes to, or drop an accepted item while it runs.
 * Items must differ: engines may take an item that equals an earlier one for a repetition of it.
 */
export interface OrderingDriver {
  /** `solo`, `raft` or `bft`: what chain views show. */
  readonly kind: string;

  /**
   * Begins to deliver. The first delivery has the engine height after `from`'s.
   *
   * MUST be called once only, before anything else. MUST NOT deliver before it is called, nor a height at or below `from`'s.
   * Resolves when `order` may be called. Rejects with the engine's failure when it cannot be reached.
   */
  start(from: OrderingPosition, receiver: Receiver): Promise<void>;

  /**
   * Hands an item to the engine. Resolves when the engine has accepted it, which is not yet ordered and does not survive every
   * crash. MUST wait, unresolved, while the engine has no room. MUST keep the order of one caller's calls.
   * MUST refuse an item above ENVELOPE, or empty, with the rejection `ITEM_SIZE`, and everything while not running with
   * the retryable failure `ORDERING_STOPPED`; a refused item MUST NOT be delivered later.
   */
  order(item: Uint8Array): Promise<void>;

  /**
   * Ends delivering. MUST wait for a delivery that is being taken, MUST reject waiting `order` calls with `ORDERING_STOPPED`, and
   * MUST NOT deliver once it was called. May be called again, with no effect. MUST NOT be awaited inside `delivered`.
   */
  stop(): Promise<void>;
}
