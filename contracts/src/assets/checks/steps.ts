/** Step 7: steps are those of the class, from where the asset stands, by those who may, with the rest of its set, with fitting values. */

import { assert, concat } from '@stele/base';
import { getRow, refuse, type Scalar } from '@stele/kernel/contract';
import type { Principal } from '@stele/protocol';
import { acts } from '../acting.ts';
import { byteText } from '../byte-text.ts';
import type { Spent, TakenStep } from '../deed.ts';
import type { Desk } from '../desk.ts';
import { HOLDER, type StepDefinition } from '../schema/class.ts';
import { slotsTable } from '../tables.ts';
import { fits } from './values.ts';

/** Refuses with STEP_UNKNOWN, STEP_NOT_FROM_HERE, STEP_ROLE_NOT_ACTING, STEP_NOT_TOGETHER or STATE_MALFORMED. */
export function checkSteps(
  desk: Desk,
  taken: readonly TakenStep[],
  values: readonly Scalar[],
): void {
  if (taken.length === 0) return;
  const steps = taken.map(({ spent, name }) => ({
    spent,
    step: spent.of.steps.get(name) ?? refuse('STEP_UNKNOWN', 'the class has no step of this name'),
  }));
  for (const { spent, step } of steps) {
    if (step.from.includes(spent.output.state?.name ?? '')) continue;
    refuse('STEP_NOT_FROM_HERE', 'the step does not begin where the asset stands');
  }
  for (const one of steps) requireActing(desk, one);
  requireTogether(desk, steps);
  for (const { spent, step } of steps) requireValues(spent, step, values);
}

interface FoundStep {
  readonly spent: Spent;
  readonly step: StepDefinition;
}

function requireActing({ context: { actors } }: Desk, { spent, step }: FoundStep): void {
  for (const name of step.by) {
    const principal = name === HOLDER ? holderOf(spent) : spent.of.roles.get(name);
    if (principal === undefined || acts(actors, principal)) continue;
    refuse('STEP_ROLE_NOT_ACTING', 'somebody who must act for the step does not');
  }
}

/** On the way out of a hold nobody: the exit says who acts in the holder's place. */
function holderOf({ output: { owner } }: Spent): Principal | undefined {
  return owner.kind === 'party' ? owner.value : undefined;
}

/** Of a set, those members take the step that it says, all of them and no other. */
function requireTogether(desk: Desk, steps: readonly FoundStep[]): void {
  const sets = new Map<string, { readonly step: StepDefinition; readonly members: Set<number> }>();
  for (const { spent, step } of steps) {
    if (step.together.length === 0) continue;
    const { by, member } = placeInSet(desk, spent);
    const name = `${spent.of.name}${step.name} ${by}`;
    const set = sets.get(name) ?? { step, members: new Set<number>() };
    sets.set(name, set);
    set.members.add(member);
  }
  for (const { step, members } of sets.values()) {
    const isWhole = step.together.every((member) => members.has(member));
    if (isWhole && members.size === step.together.length) continue;
    refuse('STEP_NOT_TOGETHER', 'other members of the set take this step in the same call');
  }
}

function placeInSet({ context }: Desk, { of, output }: Spent): { by: string; member: number } {
  const { set, attributes } = of.definition;
  const values = getRow(context, slotsTable, concat(of.id, output.slot));
  assert(set !== null && values !== undefined, 'a class whose steps go together has sets');
  const valueOf = (wanted: string): Scalar | undefined =>
    values[attributes.findIndex(({ name }) => name === wanted)];
  return { by: textOf(valueOf(set.by)), member: Number(valueOf(set.member)) };
}

function textOf(value: Scalar | undefined): string {
  return value instanceof Uint8Array ? byteText(value) : String(value);
}

function requireValues({ of }: Spent, { sets }: StepDefinition, values: readonly Scalar[]): void {
  const types = sets.map(
    (wanted) => of.definition.fields.find(({ name }) => name === wanted)?.type ?? '',
  );
  const isFit = types.length === values.length && types.every((type, i) => fits(type, values[i]));
  if (!isFit) refuse('STATE_MALFORMED', 'the values are not those that the step sets');
}
