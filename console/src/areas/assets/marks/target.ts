/** What an order freezes, and how it is named: to the contract, to the table of marks, on the command line. */

import { fromHex } from '@stele/base';
import { handleKey, outputFromText } from '@stele/contracts';
import type { ClassSummary, MarkView, OutputView } from '@stele/protocol';
import type { HandleForm } from '@stele/sdk';

import { partyBytes, partyWord } from '../party.ts';

export type TargetKind = MarkView['on'];

type ClassNamed = Pick<ClassSummary, 'id' | 'organisation' | 'name'>;

export type MarkTarget =
  | { readonly on: 'output'; readonly output: string }
  | { readonly on: 'slot'; readonly class: ClassNamed; readonly slot: string }
  | { readonly on: 'class'; readonly class: ClassNamed }
  | { readonly on: 'holder'; readonly class: ClassNamed; readonly party: string }
  | { readonly on: 'party'; readonly party: string };

/** What a mark on an output is on, by the kind of its handle. */
export function targetOfOutput(
  on: TargetKind,
  { id, slot, holder, ...output }: Pick<OutputView, 'id' | 'slot' | 'holder' | 'class'>,
): MarkTarget {
  const targets: Readonly<Record<TargetKind, MarkTarget>> = {
    output: { on: 'output', output: id },
    slot: { on: 'slot', class: output.class, slot },
    class: { on: 'class', class: output.class },
    holder: { on: 'holder', class: output.class, party: holder },
    party: { on: 'party', party: holder },
  };
  return targets[on];
}

/** As the contract's arguments have it. */
export function handleOf(target: MarkTarget): HandleForm {
  switch (target.on) {
    case 'output':
      return { output: target.output.slice('out_'.length) };
    case 'slot':
      return { slot: { class: target.class.id, slot: target.slot } };
    case 'class':
      return { class: target.class.id };
    case 'holder':
      return { holder: { class: target.class.id, party: target.party } };
    case 'party':
      return { party: target.party };
  }
}

/** As `stele asset mark` has it. */
export function operandsOf(target: MarkTarget): string {
  switch (target.on) {
    case 'output':
      return target.output;
    case 'party':
      return partyWord(target.party);
    case 'class':
      return nameOf(target.class);
    case 'slot':
      return `${nameOf(target.class)} --slot ${target.slot}`;
    case 'holder':
      return `${nameOf(target.class)} --of ${partyWord(target.party)}`;
  }
}

function nameOf({ organisation, name }: ClassNamed): string {
  return `${organisation}/${name}`;
}

/** Where its marks stand in the contract's table. Rejects as `principalFromText` does. */
export function markKeyOf(target: MarkTarget): Uint8Array {
  switch (target.on) {
    case 'output':
      return handleKey('output', outputFromText(target.output));
    case 'slot':
      return handleKey('slot', fromHex(target.class.id), fromHex(target.slot));
    case 'class':
      return handleKey('class', fromHex(target.class.id));
    case 'holder':
      return handleKey('holder', fromHex(target.class.id), partyBytes(target.party));
    case 'party':
      return handleKey('party', partyBytes(target.party));
  }
}
