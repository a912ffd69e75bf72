/** What a page offers to be frozen: from an output everything about it, of a class a part of it, of a party what it has. */

import type { ClassView, OutputView } from '@stele/protocol';
import { type ClassForm, classForm } from '@stele/sdk';

import { partyFrom } from '../party.ts';
import { type Level, levelsFor, type Officer } from './mark-act.ts';
import { type MarkTarget, type TargetKind, targetOfOutput } from './target.ts';

export type Freezable =
  | { readonly kind: 'output'; readonly output: OutputView; readonly of: ClassView }
  | { readonly kind: 'class'; readonly of: ClassView }
  /** The classes are those of which something may be frozen. */
  | { readonly kind: 'party'; readonly party: string; readonly classes: readonly ClassView[] };

const KINDS: Readonly<Record<Freezable['kind'], readonly TargetKind[]>> = {
  output: ['output', 'slot', 'holder', 'class', 'party'],
  class: ['class', 'slot', 'holder'],
  party: ['party', 'holder'],
};

export interface FreezeDraft {
  /** Empty: the first that is offered. */
  readonly on: TargetKind | '';
  /** Id; empty: the first. */
  readonly class: string;
  /** As typed. */
  readonly slot: string;
  readonly party: string;
}

export const NEW_FREEZE: FreezeDraft = { on: '', class: '', slot: '', party: '' };

/** Of which class something is frozen; undefined where there is none to choose. */
export function classIn(from: Freezable, draft: Pick<FreezeDraft, 'class'>): ClassView | undefined {
  if (from.kind !== 'party') return from.of;
  return from.classes.find(({ id }) => id === draft.class) ?? from.classes[0];
}

export function definitionIn(
  from: Freezable,
  draft: Pick<FreezeDraft, 'class'>,
): ClassForm | undefined {
  const of = classIn(from, draft);
  return of === undefined ? undefined : classForm(of.definition);
}

/** What somebody may freeze here. */
export function kindsFor(from: Freezable, officer: Officer): readonly TargetKind[] {
  return KINDS[from.kind].filter((on) => {
    const isNothing = on === 'holder' && classIn(from, NEW_FREEZE) === undefined;
    return !isNothing && levelsIn(from, { ...NEW_FREEZE, on }, officer).length > 0;
  });
}

export function levelsIn(
  from: Freezable,
  { on, ...draft }: FreezeDraft,
  officer: Officer,
): readonly Level[] {
  return on === '' ? [] : levelsFor(on, definitionIn(from, draft), officer);
}

/** The classes of which an account may freeze something. */
export function freezableAmong(
  classes: readonly ClassView[],
  officer: Officer,
): readonly ClassView[] {
  return classes.filter(
    ({ definition }) => levelsFor('holder', classForm(definition), officer).length > 0,
  );
}

const SLOT = /^[0-9a-f]{32}$/;

export function isSlot(typed: string): boolean {
  return SLOT.test(typed.trim());
}

/** Undefined as long as what is typed does not name it. */
export function targetIn(from: Freezable, draft: FreezeDraft): MarkTarget | undefined {
  const { on } = draft;
  if (on === '') return undefined;
  if (from.kind === 'output') return targetOfOutput(on, from.output);
  const party = from.kind === 'party' ? from.party : partyFrom(draft.party);
  if (on === 'party') return party === undefined ? undefined : { on, party };
  const of = classIn(from, draft);
  return of === undefined ? undefined : targetInClass(of, draft, party);
}

function targetInClass(
  of: ClassView,
  { on, slot }: FreezeDraft,
  party: string | undefined,
): MarkTarget | undefined {
  if (on === 'class') return { on, class: of };
  if (on === 'slot') return isSlot(slot) ? { on, class: of, slot: slot.trim() } : undefined;
  return party === undefined ? undefined : { on: 'holder', class: of, party };
}
