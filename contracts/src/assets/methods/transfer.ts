/** `transfer`: hands on, joins, splits, puts into holds and takes out of them, of any number of classes at once. */

import { list, type MethodDefinition } from '@stele/kernel/contract';
import { carryOut, NO_PARTICULARS } from '../checks/check-deed.ts';
import { requireEqualSums } from '../checks/sums.ts';
import { deskOf } from '../desk.ts';
import { INPUTS_MAX, OUTPUTS_MAX, unitsOf } from '../limits.ts';
import { readListed, requirePlaces } from '../making/listed.ts';
import { lotsOf } from '../making/lots.ts';
import { makeExits, stepsOfExits } from '../making/make-exits.ts';
import { makeListed } from '../making/make-listed.ts';
import { checkPayments } from '../making/payments.ts';
import { inputSchema, newOutputSchema } from '../schema/output.ts';
import { authorise } from '../taking/authorise.ts';
import { readInputs } from '../taking/read-inputs.ts';

const args = {
  inputs: list(inputSchema, { min: 1, max: INPUTS_MAX }),
  outputs: list(newOutputSchema, { max: OUTPUTS_MAX }),
};

export const transfer: MethodDefinition<typeof args> = {
  args,
  summary: {
    en: 'Take in {inputs} and hand on {outputs}',
    'zh-CN': '转入 {inputs}，转出 {outputs}',
  },
  units: ({ inputs, outputs }) => unitsOf(inputs.length + outputs.length),
  run: (context, { inputs, outputs }) => {
    const desk = deskOf(context);
    const spent = authorise(desk, readInputs(desk, inputs));
    const exits = makeExits(desk, spent);
    requirePlaces(exits.length + outputs.length);
    const listed = readListed(desk, spent, outputs);
    checkPayments(desk, spent, listed);
    const lots = lotsOf(spent, listed);
    requireEqualSums(lots);
    const made = [...exits, ...makeListed(desk, listed, lots)];
    const steps = stepsOfExits(spent);
    carryOut({ desk, method: 'transfer', spent, made, steps }, { ...NO_PARTICULARS, lots });
  },
};
