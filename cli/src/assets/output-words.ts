/** Outputs for people: how much of what, whose it is, and what its attributes say. */

import type { ClassView, JsonObject, JsonValue, OutputView } from '@stele/protocol';
import { amountToText, type AttributeForm, classForm, timeText } from '@stele/sdk';

import type { Text } from '../text/text.ts';
import { holdOf } from './exit.ts';

/** `12.50`. */
export function amountText({ amount, class: of }: Pick<OutputView, 'amount' | 'class'>): string {
  return amountToText(BigInt(amount), of.scale);
}

/** Whose it is, in a line: a party, or for whom it is held and why. */
export function ownerText({ owner, holder }: OutputView, text: Text): string {
  const hold = holdOf(owner);
  return hold === undefined ? holder : text('asset.heldFor', { reason: hold.reason, holder });
}

/** Attributes or fields by name, one a line, times as times. */
export function valueFacts(
  values: JsonObject,
  definitions: readonly AttributeForm[],
): readonly (readonly [string, string])[] {
  return Object.entries(values).map(([name, value]) => {
    const type = definitions.find((one) => one.name === name)?.type;
    return [name, valueText(value, type)];
  });
}

function valueText(value: JsonValue, type: string | undefined): string {
  if (value === null) return '–';
  if (type === 'time' && typeof value === 'number') return timeText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The attributes or fields that a class defines. */
export function definitionsIn(
  { definition }: ClassView,
  of: 'attributes' | 'fields',
): readonly AttributeForm[] {
  return classForm(definition)[of];
}
