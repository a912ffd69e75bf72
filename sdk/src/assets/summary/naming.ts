/** How a summary calls things: amounts with their class and slot, parties, times. Only by definitions that are proven. */

import type { JsonValue } from '@stele/protocol';
import { amountToText } from '../amount.ts';
import { classNameText } from '../class-name.ts';
import type { AttributeForm, ClassForm, ClassId, OwnerForm } from '../forms.ts';
import type { Knowledge } from '../knowledge.ts';
import { attributesIn } from '../known-output.ts';
import type { Content } from './flow.ts';
import { fill, listed } from './statement.ts';
import type { Sentence } from './statement.ts';
import { WORDS } from './words.ts';

/** Whom an output counts for: its party, or whom its hold is for. */
export function countsFor(owner: OwnerForm): string {
  return 'party' in owner ? owner.party : owner.hold.for;
}

/** `acme/receivable`, or its id when nothing is proven of it. */
export function classText({ classes }: Knowledge, id: ClassId): Sentence {
  const known = classes.get(id);
  if (known === undefined) return fill(WORDS.classById, { id });
  const name = classNameText(known);
  return { en: name, 'zh-CN': name };
}

/** `12.50 acme/receivable`. */
export function amountOfClass(knowledge: Knowledge, id: ClassId, amount: bigint): Sentence {
  const known = knowledge.classes.get(id);
  const template = known === undefined ? WORDS.thingInSmallest : WORDS.thing;
  const written = amountToText(amount, known?.scale ?? 0);
  return fill(template, { amount: written, class: classText(knowledge, id) });
}

/** `12.50 acme/receivable (due 2026-12-01 …)`. */
export function thingText(
  knowledge: Knowledge,
  { class: id, slot, amount }: Omit<Content, 'owner'>,
): Sentence {
  const thing = amountOfClass(knowledge, id, amount);
  if (slot === null) return thing;
  const row = knowledge.slots.get(id + slot);
  const values = row === undefined ? undefined : attributesIn(row, { class: id, slot });
  // A class without attributes has one slot.
  if (values?.length === 0) return thing;
  const words =
    values === undefined
      ? fill(WORDS.slotOf, { slot })
      : valuesText(values, knowledge.classes.get(id)?.attributes);
  return { en: `${thing.en} (${words.en})`, 'zh-CN': `${thing['zh-CN']}（${words['zh-CN']}）` };
}

/** `due 2026-12-01 00:00 UTC, debtor acc_…`; without names when the definition is not proven. */
export function valuesText(
  values: readonly JsonValue[],
  attributes: readonly AttributeForm[] = [],
): Sentence {
  return listed(
    values.map((value, i) => {
      const attribute = attributes[i];
      const isTime = attribute?.type === 'time' && typeof value === 'number';
      const text = isTime ? timeText(value) : scalarText(value);
      return attribute === undefined ? text : `${attribute.name} ${text}`;
    }),
  );
}

function scalarText(value: JsonValue): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `2026-12-01 00:00 UTC`: of a contract, not of the reader's day. Seconds only where there are any. */
export function timeText(timeMs: number): string {
  const time = new Date(timeMs);
  // Beyond what a date can be, JavaScript has no text.
  if (Number.isNaN(time.getTime())) return `${String(timeMs)} ms`;
  const [date = '', clock = ''] = time
    .toISOString()
    .replace(/(?::00)?\.000Z$/, '')
    .replace('Z', '')
    .split('T');
  return `${date} ${clock} UTC`;
}

export function scaleText({ scale }: Pick<ClassForm, 'scale'>): Sentence {
  return scale === null ? WORDS.scaleUnique : fill(WORDS.scaleDigits, { digits: String(scale) });
}
