/** `step`: assets take a step of their class, each in the hands it is in. */

import {
  identifier,
  list,
  type MethodDefinition,
  type Scalar,
  scalar,
} from '@stele/kernel/contract';
import { carryOut, NO_PARTICULARS } from '../checks/check-deed.ts';
import type { Made, Spent } from '../deed.ts';
import { deskOf } from '../desk.ts';
import { FIELDS_MAX, INPUTS_MAX, unitsOf } from '../limits.ts';
import { steppedState } from '../making/steps.ts';
import { inputSchema } from '../schema/output.ts';
import { withoutExits } from '../taking/authorise.ts';
import { readInputs } from '../taking/read-inputs.ts';

const args = {
  inputs: list(inputSchema, { min: 1, max: INPUTS_MAX }),
  step: identifier(),
  values: list(scalar(), { max: FIELDS_MAX }),
};

export const step: MethodDefinition<typeof args> = {
  args,
  summary: {
    en: 'Take the step {step} with {inputs}, setting {values}',
    'zh-CN': '对 {inputs} 执行步骤 {step}，设定 {values}',
  },
  units: ({ inputs }) => unitsOf(2 * inputs.length),
  run: (context, { inputs, step: name, values }) => {
    const desk = deskOf(context);
    const spent = withoutExits(readInputs(desk, inputs));
    const made = spent.map((one) => makeStepped(one, name, values));
    const steps = spent.map((one) => ({ spent: one, name }));
    carryOut({ desk, method: 'step', spent, made, steps }, { ...NO_PARTICULARS, values });
  },
};

function makeStepped({ of, output, party }: Spent, name: string, values: readonly Scalar[]): Made {
  const state = steppedState(of, output.state, name, values);
  const hand = { isHandedOver: false, isPrimary: false };
  return { of, output: { ...output, state }, party, origin: 'step', ...hand };
}
