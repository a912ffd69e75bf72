/** What a step makes of a state. Whether it may be taken is asked in step 7 (checks/steps.ts). */

import type { Scalar } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import type { AssetState } from '../schema/output.ts';

/** The state after a step; unchanged when there is no such step. `values` are those of the fields that the step sets, in order. */
export function steppedState(
  { definition, steps }: AssetClass,
  state: AssetState | null,
  name: string,
  values: readonly Scalar[],
): AssetState | null {
  const step = steps.get(name);
  if (step === undefined || state === null) return state;
  const given = new Map(step.sets.map((field, i) => [field, values[i] ?? null]));
  return {
    name: step.to,
    values: definition.fields.map((field, i) => given.get(field.name) ?? state.values[i] ?? null),
  };
}
