/** An output, what a call takes in, and what it makes (spec/assets.md, "Outputs"). */

import {
  amount,
  bytes,
  choice,
  identifier,
  identifierOrEmpty,
  list,
  optional,
  type Scalar,
  scalar,
  tuple,
  type Typed,
  uint,
} from '@stele/kernel/contract';
import { FIELDS_MAX } from '../limits.ts';
import { type Owner, ownerSchema } from './owner.ts';

/** Where an asset of a class with states stands; a field that no step has set yet is null. */
export interface AssetState {
  readonly name: string;
  readonly values: readonly (Scalar | null)[];
}

export interface Output {
  readonly class: Uint8Array;
  readonly slot: Uint8Array;
  readonly amount: bigint;
  readonly state: AssetState | null;
  readonly owner: Owner;
  /** Block time at which the party that it counts for came to it. */
  readonly acquiredAtMs: number;
  /** Hands it has gone through: 0 in those of an issuer, 1 with the first holder. */
  readonly depth: number;
  /** Of what the issuer has said about it elsewhere. */
  readonly payload: Uint8Array | null;
}

const stateSchema: Typed<AssetState> = tuple({
  name: identifier(),
  values: list(optional(scalar()), { max: FIELDS_MAX }),
});

export const outputSchema: Typed<Output> = tuple(
  {
    class: bytes(16),
    slot: bytes(16),
    amount: amount(),
    state: optional(stateSchema),
    owner: ownerSchema,
    acquiredAtMs: uint(),
    depth: uint(),
    payload: optional(bytes(32)),
  },
  1,
);

/** An output that a call spends. */
export interface Input {
  readonly output: InputName;
  /** The exit that is taken; empty: its holder spends it. */
  readonly exit: string;
  readonly preimage: Uint8Array | null;
}

export type InputName =
  | { readonly kind: 'made'; readonly value: { readonly call: number; readonly place: number } }
  | {
      readonly kind: 'key';
      readonly value: { readonly key: Uint8Array; readonly guard: Uint8Array };
    };

/** `made`: by an earlier call of the same transaction; `key`: whatever was there before, with what the signer knew of it. */
export const inputSchema: Typed<Input> = tuple({
  output: choice({
    made: tuple({ call: uint(15), place: uint(255) }),
    key: tuple({ key: bytes(10), guard: bytes(8) }),
  }),
  exit: identifierOrEmpty(),
  preimage: optional(bytes(32)),
});

export interface NewOutput {
  /** Number of the input whose class, slot, state and payload it has. */
  readonly like: number;
  readonly amount: bigint;
  readonly to: Owner;
}

export const newOutputSchema: Typed<NewOutput> = tuple({
  like: uint(255),
  amount: amount(),
  to: ownerSchema,
});

/** What is issued. */
export interface Part {
  readonly attributes: readonly Scalar[];
  readonly amount: bigint;
  readonly to: Owner;
  readonly payload: Uint8Array | null;
}
