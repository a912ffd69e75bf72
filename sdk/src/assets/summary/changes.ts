/** Who has more or less of what afterwards: the net of all calls, free and held apart. */

import type { ClassId } from '../forms.ts';
import type { Content, Flow } from './flow.ts';
import { countsFor } from './naming.ts';

export interface NetChange {
  /** Principal text. */
  readonly party: string;
  readonly class: ClassId;
  /** What it may dispose of by itself. */
  readonly free: bigint;
  /** What counts for it and is in holds. */
  readonly held: bigint;
}

/** By party and class, in the order in which they are met. Nothing that stays as it is. */
export function changesOf(flows: readonly Flow[]): readonly NetChange[] {
  const changes = new Map<string, NetChange>();
  const add = ({ class: of, owner }: Content, amount: bigint): void => {
    const party = countsFor(owner);
    const key = `${party} ${of}`;
    const { free, held } = changes.get(key) ?? { free: 0n, held: 0n };
    const after = 'party' in owner ? { free: free + amount, held } : { free, held: held + amount };
    changes.set(key, { party, class: of, ...after });
  };
  for (const flow of flows) {
    for (const one of flow.spent) if (one !== undefined) add(one.content, -one.content.amount);
    for (const one of flow.placed) if (one !== undefined) add(one, one.amount);
  }
  return [...changes.values()].filter(({ free, held }) => free !== 0n || held !== 0n);
}
