/** @stele/ordering: the port of an ordering engine. Drivers are subpaths (`./solo`), and so is the suite they pass. */

export type { Delivery, OrderingDriver, OrderingPosition, Receiver } from './driver.ts';
export { itemSize, orderingStopped } from './refusals.ts';
