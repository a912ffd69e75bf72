/**
 * Lots: what is alike in everything but owner and age, and so may be joined and split: outputs of one class, slot, state and payload.
 * Within a lot every party's share before and after says who gives and who is given to (spec/assets.md, "Hand-overs").
 */

import { type CborValue, encode } from '@stele/protocol';
import { byteText } from '../byte-text.ts';
import type { Spent } from '../deed.ts';
import type { AssetClass } from '../asset-class.ts';
import type { Party } from '../desk.ts';
import type { AssetState, Output } from '../schema/output.ts';
import type { Owner } from '../schema/owner.ts';
import type { Listed } from './listed.ts';

/** What a party has of a lot. */
export interface Share {
  readonly party: string;
  before: bigint;
  after: bigint;
  /** The latest and the greatest of what it put in. */
  acquiredAtMs: number;
  depth: number;
}

export interface Lot {
  readonly of: AssetClass;
  readonly spent: Spent[];
  readonly shares: Map<string, Share>;
  before: bigint;
  after: bigint;
  /** The greatest of all that was put in. */
  depth: number;
}

/** The lots of a call, by name. What leaves a hold is no part of any: it goes where its exit says. */
export function lotsOf(
  spent: readonly Spent[],
  listed: readonly Listed[],
): ReadonlyMap<string, Lot> {
  const lots = new Map<string, Lot>();
  for (const one of spent) if (one.exit === undefined) putIn(lotFor(lots, one), one);
  for (const { like, output, party } of listed) {
    const lot = lotFor(lots, like);
    lot.after += output.amount;
    shareOf(lot, party.name).after += output.amount;
  }
  return lots;
}

/** Names what may be joined. */
export function lotName({ class: of, slot, state, payload }: Output): string {
  const name = byteText(of) + byteText(slot);
  if (state === null && payload === null) return name;
  return name + byteText(encode([stateToCbor(state), payload]));
}

function stateToCbor(state: AssetState | null): CborValue {
  return state === null ? null : [state.name, state.values];
}

function lotFor(lots: Map<string, Lot>, { lot: name, of }: Spent): Lot {
  let lot = lots.get(name);
  if (lot === undefined) {
    lot = { of, spent: [], shares: new Map(), before: 0n, after: 0n, depth: 0 };
    lots.set(name, lot);
  }
  return lot;
}

function putIn(lot: Lot, spent: Spent): void {
  const { amount, acquiredAtMs, depth } = spent.output;
  const share = shareOf(lot, spent.party.name);
  lot.spent.push(spent);
  lot.before += amount;
  lot.depth = Math.max(lot.depth, depth);
  share.before += amount;
  share.acquiredAtMs = Math.max(share.acquiredAtMs, acquiredAtMs);
  share.depth = Math.max(share.depth, depth);
}

function shareOf({ shares }: Lot, party: string): Share {
  let share = shares.get(party);
  if (share === undefined) {
    share = { party, before: 0n, after: 0n, acquiredAtMs: 0, depth: 0 };
    shares.set(party, share);
  }
  return share;
}

/** Whether a party leaves the call with less of a lot than it brought. */
export function isGiving({ before, after }: Share): boolean {
  return after < before;
}

/** The depth of what a party has of a lot after the call, unless it begins anew. */
export function depthAfter({ depth }: Lot, share: Share): number {
  return share.after > share.before ? depth + 1 : share.depth;
}

/** An issuer's hands are where an asset begins anew. Not what only counts for the issuer: anybody can make such a hold, and need not ask. */
export function beginsAnew({ issuers }: AssetClass, { name }: Party, owner: Owner): boolean {
  return owner.kind === 'party' && issuers.has(name);
}
