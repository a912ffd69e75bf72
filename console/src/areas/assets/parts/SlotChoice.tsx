/** Which slot of a class is sent, where the account has several: amounts of different slots never merge. */

import type { ReactNode } from 'react';

import type { JsonValue, OutputView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { shortened } from '../../../ui/shortened.ts';
import { amountText } from '../amount.ts';
import { useOutputs } from '../queries.ts';
import { Choice } from './Choice.tsx';
import { readOwner } from '../owner.ts';

export interface SlotChoiceProps {
  readonly account: string;
  readonly ofClass: string;
  readonly slot: string;
  readonly onChoose: (slot: string) => void;
}

export function SlotChoice({ account, ofClass, slot, onChoose }: SlotChoiceProps): ReactNode {
  const text = useText();
  const { data } = useOutputs(account, ofClass);
  const slots = slotsOf(data?.pages.flatMap(({ items }) => items) ?? []);
  if (slots.length < 2) return null;
  return (
    <Choice
      label={text('assets.slot')}
      help={text('assets.slotHelp')}
      value={slot}
      options={[
        ['', text('assets.slotAny')],
        ...slots.map((one) => [one.slot, nameOf(one)] as const),
      ]}
      onChoose={onChoose}
    />
  );
}

interface SlotSum {
  readonly slot: string;
  readonly amount: bigint;
  readonly like: OutputView;
}

/** What is free of each slot, in the order met. */
export function slotsOf(outputs: readonly OutputView[]): readonly SlotSum[] {
  const sums = new Map<string, SlotSum>();
  for (const like of outputs) {
    if (readOwner(like.owner)?.kind !== 'party') continue;
    const { slot } = like;
    const amount = (sums.get(slot)?.amount ?? 0n) + BigInt(like.amount);
    sums.set(slot, { slot, amount, like });
  }
  return [...sums.values()];
}

function nameOf({ slot, amount, like }: SlotSum): string {
  const attributes = Object.entries(like.attributes).map(
    ([name, value]) => `${name} ${shortened(wordOf(value))}`,
  );
  const name = attributes.length === 0 ? shortened(slot) : attributes.join(', ');
  return `${name} · ${amountText(amount, like.class.scale)}`;
}

/** Attributes are numbers and texts. */
function wordOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
