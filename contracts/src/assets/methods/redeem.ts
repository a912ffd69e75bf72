/** `redeem`: the holder gives back, and who must act for it takes; what is not listed as change ends. */

import { list, type MethodDefinition } from '@stele/kernel/contract';
import { carryOut, NO_PARTICULARS } from '../checks/check-deed.ts';
import { burntOf } from '../checks/sums.ts';
import { deskOf } from '../desk.ts';
import { INPUTS_MAX, OUTPUTS_MAX, unitsOf } from '../limits.ts';
import { readListed } from '../making/listed.ts';
import { lotsOf } from '../making/lots.ts';
import { makeListed } from '../making/make-listed.ts';
import { inputSchema, newOutputSchema } from '../schema/output.ts';
import { authoriseHolders } from '../taking/authorise.ts';
import { readInputs } from '../taking/read-inputs.ts';
import { addRedeemed } from '../writing/supplies.ts';

const args = {
  inputs: list(inputSchema, { min: 1, max: INPUTS_MAX }),
  change: list(newOutputSchema, { max: OUTPUTS_MAX }),
};

export const redeem: MethodDefinition<typeof args> = {
  args,
  summary: {
    en: 'Redeem {inputs}, but for the change {change}',
    'zh-CN': '赎回 {inputs}，找零为 {change}',
  },
  units: ({ inputs, change }) => unitsOf(inputs.length + change.length),
  run: (context, { inputs, change }) => {
    const desk = deskOf(context);
    const spent = authoriseHolders(desk, readInputs(desk, inputs));
    const listed = readListed(desk, spent, change);
    const lots = lotsOf(spent, listed);
    const burnt = burntOf(lots);
    const made = makeListed(desk, listed, lots);
    const deed = { desk, method: 'redeem', spent, made, steps: [] };
    carryOut(deed, { ...NO_PARTICULARS, lots, burnt });
    addRedeemed(desk, burnt);
  },
};
