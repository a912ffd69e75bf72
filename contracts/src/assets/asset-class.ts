/** A class as the checks ask it: what its definition says, by name. */

import { assert } from '@stele/base';
import type { Principal } from '@stele/protocol';
import { byteText } from './byte-text.ts';
import { classId, partyOf, type Sha256 } from './ids.ts';
import type { ClassDefinition, Move, StepDefinition } from './schema/class.ts';

export interface AssetClass {
  readonly id: Uint8Array;
  /** The id's text. */
  readonly name: string;
  readonly definition: ClassDefinition;
  readonly isMoney: boolean;
  readonly roles: ReadonlyMap<string, Principal>;
  /** Who must act beside the holder; a move that is not there is forbidden. */
  readonly moves: ReadonlyMap<string, readonly Principal[]>;
  readonly steps: ReadonlyMap<string, StepDefinition>;
  /** Parties, by the text of their id, of the roles that issue, and of all roles. */
  readonly issuers: ReadonlySet<string>;
  readonly organs: ReadonlySet<string>;
}

export function classFromDefinition(
  sha256: Sha256,
  id: Uint8Array,
  definition: ClassDefinition,
): AssetClass {
  const roles = new Map(definition.roles.map((role) => [role.name, role.is]));
  const principalsOf = (names: readonly string[]): Principal[] =>
    names.map((name) => {
      const principal = roles.get(name);
      assert(principal !== undefined, 'a class names roles that it has');
      return principal;
    });
  const moves = new Map(definition.moves.map(({ move, by }) => [move, principalsOf(by)]));
  const partiesOf = (principals: Iterable<Principal>): Set<string> =>
    new Set([...principals].map((principal) => byteText(partyOf(sha256, principal))));
  return {
    id,
    name: byteText(id),
    definition,
    isMoney: definition.kind === 'money',
    roles,
    moves,
    steps: new Map(definition.steps.map((step) => [step.name, step])),
    issuers: partiesOf(moves.get('issue') ?? []),
    organs: partiesOf(roles.values()),
  };
}

export function idOfDefinition(
  sha256: Sha256,
  { organisation, name }: Pick<ClassDefinition, 'organisation' | 'name'>,
): Uint8Array {
  return classId(sha256, organisation, name);
}

/** Who must act for a move beside the holder; undefined: the class forbids it. */
export function actorsOfMove({ moves }: AssetClass, move: Move): readonly Principal[] | undefined {
  return moves.get(move);
}
