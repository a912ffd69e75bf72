/** The other members of an output's set that have to take a step in the same transaction, as far as they are in the same hand. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { OutputView } from '@stele/protocol';
import type { ClassForm, StepForm } from '@stele/sdk';

import { readOwner } from '../owner.ts';
import { accountPath, ASSETS_KEY, itemsAt } from '../queries.ts';

export interface SetMembers {
  /** The output itself among them. */
  readonly outputs: readonly OutputView[];
  /** Numbers of those that were not found. */
  readonly missing: readonly number[];
}

/** Of an output, by the step that it is to take; one that it takes alone needs no others. */
export function useSetMembers(
  output: OutputView,
  { set }: Pick<ClassForm, 'set'>,
  { name, together }: StepForm,
): UseQueryResult<SetMembers> {
  return useQuery({
    queryKey: [...ASSETS_KEY, 'members', output.id, name],
    queryFn: async ({ signal }) => {
      if (set === null || together.length === 0) return { outputs: [output], missing: [] };
      return await membersAmong(outputsOf(output, signal), output, { set, together });
    },
  });
}

export interface Togetherness {
  readonly set: NonNullable<ClassForm['set']>;
  readonly together: readonly number[];
}

/** Reads no further than it has to. */
export async function membersAmong(
  outputs: AsyncIterable<OutputView>,
  like: OutputView,
  { set, together }: Togetherness,
): Promise<SetMembers> {
  const numberOf = ({ attributes }: OutputView): number => Number(attributes[set.member]);
  const found = new Map([[numberOf(like), like]]);
  for await (const one of outputs) {
    const isWanted = together.includes(numberOf(one)) && readOwner(one.owner)?.kind === 'party';
    if (isWanted && one.attributes[set.by] === like.attributes[set.by]) {
      found.set(numberOf(one), one);
    }
    if (found.size === together.length) break;
  }
  return {
    outputs: together.flatMap((member) => found.get(member) ?? []),
    missing: together.filter((member) => !found.has(member)),
  };
}

/** What the same holder has of the same class. */
function outputsOf(
  { holder, class: { id } }: OutputView,
  signal: AbortSignal,
): AsyncGenerator<OutputView> {
  return itemsAt<OutputView>(accountPath(holder, 'outputs'), { class: id }, signal);
}
