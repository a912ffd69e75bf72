/** What a form for issuing asks of the ledger: one part of one class. */

import { classForm, type AttributeForm } from '@stele/sdk';
import type { ClassView, JsonValue } from '@stele/protocol';

import { amountFromText } from './amount.ts';
import type { Act } from './signing/act.ts';

export interface IssueDraft {
  /** Id, or `organisation~name`; empty: the first that there is. */
  readonly class: string;
  readonly amount: string;
  readonly to: string;
  /** By name, as typed. */
  readonly attributes: Readonly<Record<string, string>>;
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
  const values = attributeValues(draft, classForm(chosen.definition).attributes);
  if (values === undefined) return undefined;
  const to = draft.to.trim();
  const part = {
    attributes: values,
    amount: String(amountFromText(draft.amount, scale)),
    to: { party: to },
    payload: null,
  };
  return {
    account,
    method: 'issue',
    args: { class: id, parts: [part], inputs: [], change: [] },
    command: [
      `asset issue ${organisation}/${name} ${draft.amount.trim()} --to ${to}`,
      ...Object.entries(draft.attributes).map(([of, typed]) => `--attribute ${of}=${typed.trim()}`),
    ].join(' '),
  };
}

function attributeValues(
  { attributes }: Pick<IssueDraft, 'attributes'>,
  fields: readonly AttributeForm[],
): readonly JsonValue[] | undefined {
  const values = fields.map((field) => scalarFrom(attributes[field.name] ?? '', field.type));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

const UINT = /^(0|[1-9][0-9]{0,15})$/;
const FORMS: Readonly<Record<string, RegExp>> = {
  identifier: /^[a-z0-9][a-z0-9-]{0,31}$/,
  digest: /^[0-9a-f]{64}$/,
  account: /^acc_[0-9a-f]{32}$/,
};

/** A typed value as the contract takes it: a number, an ISO time as ms, or the text itself; undefined when it is none of its type. */
export function scalarFrom(typed: string, type: string): JsonValue | undefined {
  const value = typed.trim();
  if (type === 'uint') return UINT.test(value) ? safe(Number(value)) : undefined;
  if (type === 'time') return safe(new Date(value).getTime());
  return FORMS[type]?.test(value) === true ? value : undefined;
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
