/** Outputs of an issue as they will stand. */

import type { AssetClass } from '../asset-class.ts';
import type { Made } from '../deed.ts';
import { type Desk, partyOfOwner } from '../desk.ts';
import { slotId } from '../ids.ts';
import type { AssetState, Part } from '../schema/output.ts';

export function makeIssued(desk: Desk, of: AssetClass, parts: readonly Part[]): readonly Made[] {
  const state = firstState(of);
  return parts.map(({ attributes, amount, to: owner, payload }) => {
    const party = partyOfOwner(desk, owner);
    const isHandedOver = !of.issuers.has(party.name);
    const slot = slotId(desk.sha256, of.id, attributes);
    const acquiredAtMs = desk.context.timeMs;
    const depth = isHandedOver ? 1 : 0;
    return {
      output: { class: of.id, slot, amount, state, owner, acquiredAtMs, depth, payload },
      of,
      party,
      origin: 'issue',
      isHandedOver,
      isPrimary: isHandedOver,
    };
  });
}

function firstState({ definition: { states, fields } }: AssetClass): AssetState | null {
  const [name] = states;
  return name === undefined ? null : { name, values: fields.map(() => null) };
}
