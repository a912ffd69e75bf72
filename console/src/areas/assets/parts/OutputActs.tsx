/** What the reader can do with an output: take a step of its class, redeem it, freeze it or what it belongs to. */

import type { ReactNode } from 'react';

import type { ClassView, OutputView } from '@stele/protocol';
import { classForm } from '@stele/sdk';

import { offeredFreeze } from '../marks/FreezeSection.tsx';
import type { Officer } from '../marks/mark-act.ts';
import { useOfficer } from '../marks/use-officer.ts';
import { useClass } from '../queries.ts';
import { offeredStep } from '../steps/StepSection.tsx';
import { Acts, type OfferedAct } from './Acts.tsx';
import { offeredRedeem } from './RedeemSection.tsx';

export function OutputActs({ output }: { readonly output: OutputView }): ReactNode {
  const officer = useOfficer();
  const { data: of } = useClass(output.class.id);
  if (officer === undefined || of === undefined) return null;
  return <Acts offered={offeredWith(output, of, officer)} />;
}

/** What is spent is history; what is frozen stays where it is. */
function offeredWith(output: OutputView, of: ClassView, officer: Officer): readonly OfferedAct[] {
  if (!output.live) return [];
  const freeze = offeredFreeze({ from: { kind: 'output', output, of }, officer });
  if (output.marks.length > 0) return freeze;
  const moved = { output, definition: classForm(of.definition), account: officer.account };
  return [...offeredStep(moved), ...offeredRedeem(moved), ...freeze];
}
