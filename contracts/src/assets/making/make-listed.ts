/** Listed outputs as they will stand: what they inherit, and whether they change hands. */

import { assert } from '@stele/base';
import type { Made } from '../deed.ts';
import type { Desk } from '../desk.ts';
import type { Listed } from './listed.ts';
import { isGiving, type Lot, lotName, type Share } from './lots.ts';

export function makeListed(
  { context: { timeMs } }: Desk,
  listed: readonly Listed[],
  lots: ReadonlyMap<string, Lot>,
): readonly Made[] {
  return listed.map(({ like, output: { amount, to }, party }) => {
    const { class: classOf, slot, state, payload } = like.output;
    const lot = lots.get(lotName(like.output));
    const share = lot?.shares.get(party.name);
    assert(lot !== undefined && share !== undefined, 'what is listed is in its lot');
    const isHandedOver = share.after > share.before;
    const depth = isHandedOver ? depthWith(lot, share) : share.depth;
    const acquiredAtMs = isHandedOver ? timeMs : share.acquiredAtMs;
    return {
      output: { class: classOf, slot, amount, state, owner: to, acquiredAtMs, depth, payload },
      of: like.of,
      party,
      origin: 'listed',
      isHandedOver,
      isPrimary: isHandedOver && isPrimary(lot),
    };
  });
}

/** An issuer's hands are where an asset begins anew. */
function depthWith({ of, depth }: Lot, { party }: Share): number {
  return of.issuers.has(party) ? 0 : depth + 1;
}

function isPrimary({ of, shares }: Lot): boolean {
  for (const share of shares.values()) {
    if (isGiving(share) && !of.issuers.has(share.party)) return false;
  }
  return true;
}
