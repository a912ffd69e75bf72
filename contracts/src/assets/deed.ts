/**
 * A call on its way: what it takes in and what it makes. Methods put a deed together, the checks look at it in the order of
 * spec/assets.md, and only when none of them has refused is anything written.
 */

import type { AssetClass } from './asset-class.ts';
import type { Desk, Party } from './desk.ts';
import type { Exit } from './schema/owner.ts';
import type { Output } from './schema/output.ts';

/** An output that is taken in. */
export interface Spent {
  readonly key: Uint8Array;
  readonly output: Output;
  readonly of: AssetClass;
  readonly party: Party;
  /** The name of its lot (making/lots.ts). */
  readonly lot: string;
  /** The exit by which it leaves its hold; undefined: its holder spends it. */
  readonly exit: Exit | undefined;
}

/** An output that is made. */
export interface Made {
  readonly output: Output;
  readonly of: AssetClass;
  readonly party: Party;
  readonly origin: Origin;
  /** Whether the party it counts for comes to it by this call. */
  readonly isHandedOver: boolean;
  /** Whether those it comes from are issuers of the class. */
  readonly isPrimary: boolean;
}

/** How it comes about: new, by an exit, as listed in the call, or by a step in the same hand. */
export type Origin = 'issue' | 'exit' | 'listed' | 'step';

/** A step that an asset takes, by a call for it or on its way out of a hold. */
export interface TakenStep {
  readonly spent: Spent;
  readonly name: string;
}

export interface Deed {
  readonly desk: Desk;
  readonly method: string;
  readonly spent: readonly Spent[];
  /** By place. */
  readonly made: readonly Made[];
  readonly steps: readonly TakenStep[];
}

/** What of a class ends with this call: taken in and not made again. */
export interface Burnt {
  readonly of: AssetClass;
  readonly amount: bigint;
}
