/** Listed outputs as they will stand: what they inherit, and whether they change hands. */

import { assert } from '@stele/base';
import type { Made } from '../deed.ts';
import type { Desk } from '../desk.ts';
import type { Listed } from './listed.ts';
import { beginsAnew, depthAfter, isGiving, type Lot } from './lots.ts';

export function makeListed(
  { context: { timeMs } }: Desk,
  listed: readonly Listed[],
  lots: ReadonlyMap<string, Lot>,
): readonly Made[] {
  return listed.map(({ like, output: { amount, to }, party }) => {
    const { class: classOf, slot, state, payload } = like.output;
    const lot = lots.get(like.lot);
    const share = lot?.shares.get(party.name);
    assert(lot !== undefined && share !== undefined, 'what is listed is in its lot');
    const isHandedOver = share.after > share.before;
    const depth = beginsAnew(lot.of, party, to) && isHandedOver ? 0 : depthAfter(lot, share);
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

function isPrimary({ of, shares }: Lot): boolean {
  for (const share of shares.values()) {
    if (isGiving(share) && !of.issuers.has(share.party)) return false;
  }
  return true;
}
