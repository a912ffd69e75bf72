/** `issue`: new outputs of one class, against quota of another where the class says so. */

import { concat } from '@stele/base';
import {
  hasRow,
  list,
  type MethodDefinition,
  optional,
  putRow,
  refuse,
} from '@stele/kernel/contract';
import { amount, bytes, scalar, tuple, type Typed } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import { carryOut, NO_PARTICULARS } from '../checks/check-deed.ts';
import { checkIssue } from '../checks/issue.ts';
import { burntOf } from '../checks/sums.ts';
import { fits } from '../checks/values.ts';
import type { Made } from '../deed.ts';
import { type Desk, deskOf, requireClass } from '../desk.ts';
import { ATTRIBUTES_MAX, PARTS_MAX, unitsOf } from '../limits.ts';
import { makeIssued } from '../making/issued.ts';
import { readListed } from '../making/listed.ts';
import { lotsOf } from '../making/lots.ts';
import { makeListed } from '../making/make-listed.ts';
import { checkOwner } from '../making/owners.ts';
import { inputSchema, newOutputSchema, type Part } from '../schema/output.ts';
import { ownerSchema } from '../schema/owner.ts';
import { slotsTable } from '../tables.ts';
import { authoriseHolders } from '../taking/authorise.ts';
import { isSlotMarked } from '../taking/marks.ts';
import { readInputs } from '../taking/read-inputs.ts';
import { addIssued, addRedeemed } from '../writing/supplies.ts';

const partSchema: Typed<Part> = tuple({
  attributes: list(scalar(), { max: ATTRIBUTES_MAX }),
  amount: amount(),
  to: ownerSchema,
  payload: optional(bytes(32)),
});

const args = {
  class: bytes(16),
  parts: list(partSchema, { min: 1, max: PARTS_MAX }),
  inputs: list(inputSchema, { max: PARTS_MAX }),
  change: list(newOutputSchema, { max: PARTS_MAX }),
};

export const issue: MethodDefinition<typeof args> = {
  args,
  summary: {
    en: 'Issue {parts} of class {class} against {inputs} with change {change}',
    'zh-CN': '发行资产类别 {class} 的 {parts}，耗用 {inputs}，找零为 {change}',
  },
  units: ({ parts, inputs, change }) => unitsOf(parts.length + inputs.length + change.length),
  run: (context, { class: classOf, parts, inputs, change }) => {
    const desk = deskOf(context);
    const of = requireClass(desk, classOf);
    const taken = readInputs(desk, inputs);
    const issued = makeIssued(desk, of, parts);
    requireUnmarked(desk, of, issued);
    const spent = authoriseHolders(desk, taken);
    checkParts(desk, of, parts);
    const listed = readListed(desk, spent, change);
    const lots = lotsOf(spent, listed);
    const burnt = burntOf(lots);
    const total = checkIssue(desk, of, { issued, burnt });
    const made = [...issued, ...makeListed(desk, listed, lots)];
    const deed = { desk, method: 'issue', spent, made, steps: [] };
    carryOut(deed, { ...NO_PARTICULARS, lots, burnt });
    putSlots(desk, of, parts, issued);
    addIssued(desk, of, total);
    addRedeemed(desk, burnt);
  },
};

function requireUnmarked(desk: Desk, of: AssetClass, issued: readonly Made[]): void {
  for (const { output } of issued) {
    if (isSlotMarked(desk, of, output.slot)) refuse('MARKED', 'a mark is on what would be issued');
  }
}

/** Refuses with ATTRIBUTES_MALFORMED, or as checkOwner does. */
function checkParts(desk: Desk, of: AssetClass, parts: readonly Part[]): void {
  const types = of.definition.attributes.map(({ type }) => type);
  for (const { attributes } of parts) {
    const isFit =
      types.length === attributes.length && types.every((type, i) => fits(type, attributes[i]));
    if (!isFit) refuse('ATTRIBUTES_MALFORMED', 'the attributes are not those of the class');
  }
  for (const { to } of parts) checkOwner(desk, of, to);
}

/** What is known of a slot is written when something is issued in it first. */
function putSlots(
  desk: Desk,
  of: AssetClass,
  parts: readonly Part[],
  issued: readonly Made[],
): void {
  for (const [i, { attributes }] of parts.entries()) {
    const key = concat(of.id, issued[i]?.output.slot ?? new Uint8Array(0));
    if (!hasRow(desk.context, slotsTable, key)) putRow(desk.context, slotsTable, key, attributes);
  }
}
