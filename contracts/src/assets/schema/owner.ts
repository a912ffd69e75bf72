/**
 * Who an output belongs to: a party, or a hold that one of its exits will end (spec/assets.md, "Owners"). Every arrangement between
 * parties, as escrow, pledge or offer, is a hold.
 */

import {
  amount,
  bytes,
  choice,
  enclosed,
  identifier,
  identifierOrEmpty,
  list,
  optional,
  principal,
  tuple,
  type Typed,
  uint,
} from '@stele/kernel/contract';
import type { Principal } from '@stele/protocol';
import { EXITS_MAX, HOLD_BYTES_MAX, HOLD_DEPTH_MAX } from '../limits.ts';

export type Owner = PartyOwner | HoldOwner;

export interface PartyOwner {
  readonly kind: 'party';
  readonly value: Principal;
}
export interface HoldOwner {
  readonly kind: 'hold';
  readonly value: Hold;
}

export interface Hold {
  /** Who it counts for while it lasts. */
  readonly for: Principal;
  /** What kind of arrangement it is, for people: `pledge` and `lock` are the move pledge. */
  readonly reason: string;
  /** A digest of whatever it was agreed in. */
  readonly reference: Uint8Array | null;
  readonly exits: readonly Exit[];
}

/** A way out of a hold. */
export interface Exit {
  readonly name: string;
  /** Who may take it; null: anyone. */
  readonly by: Principal | null;
  /** Block times at which it may be taken: not before `from`, before `until`. */
  readonly from: number | null;
  readonly until: number | null;
  /** A secret of 32 bytes, to be shown. */
  readonly preimage: Preimage | null;
  /** What has to be paid in the same call. */
  readonly pays: Payment | null;
  /** A step of the class that is taken on the way; empty: none. */
  readonly step: string;
  /** null: whoever takes it, the first actor of the call. */
  readonly to: Owner | null;
}

export interface Preimage {
  /** A digest's number (spec/encoding.md): 1 SHA-256, 2 SM3. */
  readonly algorithm: number;
  readonly digest: Uint8Array;
}

export interface Payment {
  readonly class: Uint8Array;
  /** null: of any slot. */
  readonly slot: Uint8Array | null;
  readonly amount: bigint;
  readonly to: Principal;
}

const preimageSchema = tuple({ algorithm: uint(2), digest: bytes(32) });
const paymentSchema = tuple({
  class: bytes(16),
  slot: optional(bytes(16)),
  amount: amount(),
  to: principal(),
});

/** An owner in which `holds` holds may be inside of each other. Enclosed, since CBOR nests 16 deep and a call is deep already. */
function ownerOf(holds: number): Typed<Owner> {
  return holds === 0
    ? choice({ party: principal() })
    : choice({ party: principal(), hold: enclosed(holdOf(holds), HOLD_BYTES_MAX) });
}

function holdOf(holds: number): Typed<Hold> {
  const exit = tuple({
    name: identifier(),
    by: optional(principal()),
    from: optional(uint()),
    until: optional(uint()),
    preimage: optional(preimageSchema),
    pays: optional(paymentSchema),
    step: identifierOrEmpty(),
    to: optional(ownerOf(holds - 1)),
  });
  return tuple({
    for: principal(),
    reason: identifier(),
    reference: optional(bytes(32)),
    exits: list(exit, { min: 1, max: EXITS_MAX }),
  });
}

export const holdSchema: Typed<Hold> = holdOf(HOLD_DEPTH_MAX);
export const ownerSchema: Typed<Owner> = ownerOf(HOLD_DEPTH_MAX);
