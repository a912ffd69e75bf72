/** Steps of a class: which can be taken with an output from where it stands, who has to sign, and what a form asks of the ledger. */

import { HOLDER } from '@stele/contracts';
import type { JsonValue, OutputView } from '@stele/protocol';
import { type ClassForm, inputOf, type StepForm } from '@stele/sdk';

import { readOwner } from '../owner.ts';
import { scalarOptions, scalarsFrom, type Typed, type TypedValues } from '../scalar.ts';
import { countersignerOf, inRoles, isAmong, othersThan, signersOfMove } from '../signers.ts';
import { type Act, withOthers } from '../signing/act.ts';

export interface PossibleStep {
  readonly step: StepForm;
  /** What has to be given with it. */
  readonly fields: readonly Typed[];
  /** Who has to sign, each once. */
  readonly signers: readonly string[];
}

export type Standing = Pick<OutputView, 'owner' | 'state' | 'attributes'>;

/** The steps that lead on from where an output stands and that an account has a part in. What is held takes none. */
export function stepsFor(
  definition: ClassForm,
  output: Standing,
  account: string,
): readonly PossibleStep[] {
  const owner = readOwner(output.owner);
  const allowed = signersOfMove(definition, 'step');
  if (owner?.kind !== 'party' || allowed === undefined) return [];
  const always = [...allowed, ...countersignerOf(definition)];
  return definition.steps
    .filter((step) => step.from.includes(output.state?.name ?? ''))
    .filter((step) => isOfItsMembers(definition, step, output))
    .map((step) => ({
      step,
      fields: step.sets.flatMap((name) => definition.fields.filter((one) => one.name === name)),
      signers: [...new Set([...takersOf(definition, step, owner.party), ...always])],
    }))
    .filter(({ signers }) => isAmong(account, signers));
}

function takersOf(definition: ClassForm, { by }: StepForm, holder: string): readonly string[] {
  return [...(by.includes(HOLDER) ? [holder] : []), ...inRoles(definition, by)];
}

/** A step that members of a set take together is none for the others. */
function isOfItsMembers(
  { set }: Pick<ClassForm, 'set'>,
  { together }: StepForm,
  { attributes }: Pick<Standing, 'attributes'>,
): boolean {
  if (together.length === 0) return true;
  return set !== null && together.includes(Number(attributes[set.member]));
}

export interface Stepping {
  /** Who acts, and pays. */
  readonly account: string;
  readonly possible: PossibleStep;
  /** All that take it together. */
  readonly outputs: readonly Pick<OutputView, 'id' | 'guard'>[];
  readonly values: TypedValues;
}

/** Undefined where a value is none of its field's type. */
export function stepAct({ account, possible, outputs, values }: Stepping): Act | undefined {
  const { step, fields, signers } = possible;
  const given = scalarsFrom(values, fields);
  if (given === undefined) return undefined;
  const others = othersThan(account, signers);
  const inputs: readonly JsonValue[] = outputs.map((output) => ({ ...inputOf(output) }));
  return {
    account,
    others,
    method: 'step',
    args: { inputs, step: step.name, values: given },
    command: [
      `asset step ${step.name} ${outputs.map(({ id }) => id).join(' ')}`,
      ...scalarOptions('set', values, fields),
      ...withOthers(others),
    ].join(' '),
  };
}
