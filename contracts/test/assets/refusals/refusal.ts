/** A way of being refused: what a world is brought to, and the transaction that is then refused with the code. */

import assert from 'node:assert/strict';
import type { Json, JsonObject } from '@stele/kernel/contract';
import type { Call } from '@stele/protocol';
import { alice, bob, part, textOf, to, type World } from '../world.ts';

export interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly provoke: (world: World) => Promise<readonly Call[]>;
}

export function refusal(code: string, what: string, provoke: Refusal['provoke']): Refusal {
  return { code, what, provoke };
}

/** A coin of Alice's, of a class that allows everything, or as it is changed. */
export async function aliceHas(
  world: World,
  amount: number | bigint,
  change: Parameters<World['define']>[1] = {},
): Promise<Uint8Array> {
  await world.define('coin', change);
  return firstOf(await world.issue('coin', part(alice, amount)));
}

export function firstOf(keys: readonly Uint8Array[]): Uint8Array {
  return keys[0] ?? assert.fail('something was made');
}

/** An exit, of which only what matters is said. */
export type ExitChange = Readonly<Record<string, Json>>;

/** A hold for Alice that Bob may take, with one exit more for each that is given. */
export function holdWith(...exits: readonly ExitChange[]): JsonObject {
  return {
    hold: {
      for: textOf(alice),
      reason: 'escrow',
      exits: [
        { name: 'accept', by: textOf(bob), to: to(bob) },
        ...exits.map((exit, i) => ({
          name: `exit-${String(i)}`,
          by: textOf(alice),
          to: to(alice),
          ...exit,
        })),
      ],
    },
  };
}
