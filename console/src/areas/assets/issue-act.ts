/** What a form for issuing asks of the ledger: one part of one class. */

import { type ClassForm, classForm } from '@stele/sdk';
import type { ClassView } from '@stele/protocol';

import { amountFromText } from './amount.ts';
import { scalarOptions, scalarsFrom, type TypedValues } from './scalar.ts';
import { countersignerOf, othersThan, signersOfMove } from './signers.ts';
import { type Act, withOthers } from './signing/act.ts';

export interface IssueDraft {
  /** Id, or `organisation~name`; empty: the first that there is. */
  readonly class: string;
  readonly amount: string;
  readonly to: string;
  readonly attributes: TypedValues;
}

export const NEW_ISSUE: IssueDraft = { class: '', amount: '', to: '', attributes: {} };

export function chosenClass(
  draft: Pick<IssueDraft, 'class'>,
  classes: readonly ClassView[],
): ClassView | undefined {
  const isMeant = ({ id, organisation, name }: ClassView): boolean =>
    draft.class === id || draft.class === `${organisation}~${name}`;
  return classes.find(isMeant) ?? classes[0];
}

/** Undefined where there is no class, or a field is not as its type. Rejects as `amountFromText` does: a form has checked before. */
export function issueAct(
  account: string,
  draft: IssueDraft,
  classes: readonly ClassView[],
): Act | undefined {
  const chosen = chosenClass(draft, classes);
  if (chosen === undefined) return undefined;
  const { id, organisation, name, scale } = chosen;
  const definition = classForm(chosen.definition);
  const { attributes } = definition;
  const values = scalarsFrom(draft.attributes, attributes);
  if (values === undefined) return undefined;
  const to = draft.to.trim();
  const part = {
    attributes: values,
    amount: String(amountFromText(draft.amount, scale)),
    to: { party: to },
    payload: null,
  };
  const others = issuersBeside(account, definition);
  return {
    account,
    others,
    method: 'issue',
    args: { class: id, parts: [part], inputs: [], change: [] },
    command: [
      `asset issue ${organisation}/${name} ${draft.amount.trim()} --to ${to}`,
      ...scalarOptions('attribute', draft.attributes, attributes),
      ...withOthers(others),
    ].join(' '),
  };
}

/** Who has to sign an issue beside this account. */
export function issuersBeside(
  account: string,
  definition: Pick<ClassForm, 'moves' | 'roles' | 'countersigner'>,
): readonly string[] {
  const issuers = signersOfMove(definition, 'issue') ?? [];
  return othersThan(account, [...issuers, ...countersignerOf(definition)]);
}
