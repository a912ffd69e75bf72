/** The marks that stand on something, each with its order, and the way to lift it for whoever may. */

import { type ReactNode, useState } from 'react';

import type { ClassView, MarkView, OutputView } from '@stele/protocol';
import { classForm } from '@stele/sdk';

import { useText } from '../../../text/context.tsx';
import { Failed } from '../../../ui/States.tsx';
import { Marks } from '../parts/Standing.tsx';
import { useClass } from '../queries.ts';
import { FormThenSign } from '../signing/FormThenSign.tsx';
import { LiftButton, LiftForm } from './LiftForm.tsx';
import { freezersBeside, levelsFor } from './mark-act.ts';
import { useMarksOn } from './queries.ts';
import { type MarkTarget, type TargetKind, targetOfOutput } from './target.ts';
import { useOfficer } from './use-officer.ts';

/** On an output: also those on its slot, its class and its holder. */
export function OutputMarks({ output }: { readonly output: OutputView }): ReactNode {
  const { data: of } = useClass(output.class.id);
  return <Liftable marks={output.marks} of={of} targetOf={(on) => targetOfOutput(on, output)} />;
}

export interface MarksOnProps {
  readonly target: MarkTarget;
  /** The class that it is of; undefined for a party. */
  readonly of?: ClassView;
}

/** On one thing. Nothing is shown as long as it is not known; that it cannot be known is. */
export function MarksOn({ target, of }: MarksOnProps): ReactNode {
  const marks = useMarksOn(target);
  if (marks.data !== undefined) {
    return <Liftable marks={marks.data} of={of} targetOf={() => target} />;
  }
  return marks.isError && <Failed error={marks.error} onRetry={() => void marks.refetch()} />;
}

interface LiftableProps {
  readonly marks: readonly MarkView[];
  readonly of: ClassView | undefined;
  readonly targetOf: (on: TargetKind) => MarkTarget;
}

function Liftable({ marks, of, targetOf }: LiftableProps): ReactNode {
  const text = useText();
  const officer = useOfficer();
  // Once it is lifted it stands no more: what became of it stays in view.
  const [lifted, setLifted] = useState<MarkView>();
  const definition = of === undefined ? undefined : classForm(of.definition);
  const mayLift = ({ on, level }: MarkView): boolean =>
    officer !== undefined && levelsFor(on, definition, officer).includes(level);
  return (
    <>
      <Marks
        marks={marks}
        act={(mark) =>
          mayLift(mark) && (
            <LiftButton
              isOpen={isSame(mark, lifted)}
              onToggle={() => setLifted(isSame(mark, lifted) ? undefined : mark)}
            />
          )
        }
      />
      {lifted !== undefined && officer !== undefined && (
        <FormThenSign key={`${lifted.on}-${lifted.level}`} title={text('assets.lift')}>
          {(onReady) => (
            <LiftForm
              account={officer.account}
              others={freezersBeside(officer.account, lifted.level, definition)}
              target={targetOf(lifted.on)}
              level={lifted.level}
              onReady={onReady}
            />
          )}
        </FormThenSign>
      )}
    </>
  );
}

function isSame({ on, level }: MarkView, other: MarkView | undefined): boolean {
  return on === other?.on && level === other.level;
}
