/** A call of a contract's method by its actors (spec/transaction.md). */

import type { CborValue } from './cbor.ts';
import { ACTORS_MAX } from './limits.ts';
import { type Principal, principalFromCbor, principalToCbor } from './principal.ts';
import type { Shape } from './shape.ts';

export interface Call {
  readonly contract: string;
  readonly method: string;
  /** Positional; the contract's schema says what they mean. */
  readonly args: readonly CborValue[];
  readonly actors: readonly Principal[];
}

export function callToCbor({ contract, method, args, actors }: Call): CborValue {
  return [contract, method, args, actors.map((actor) => principalToCbor(actor))];
}

export function callFromCbor(value: CborValue, shape: Shape): Call {
  const [contract, method, args, actors] = shape.tuple(value, 4);
  return {
    contract: shape.identifier(contract),
    method: shape.identifier(method),
    args: shape.array(args),
    actors: shape
      .array(actors, { min: 1, max: ACTORS_MAX })
      .map((actor) => principalFromCbor(actor)),
  };
}
