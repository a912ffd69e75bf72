/** The form that freezes: what, at which level, on which order. Where what is typed is frozen already, that is told, and can be lifted. */

import { type ReactNode, useState } from 'react';

import type { MarkView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import styles from '../Assets.module.css';
import { Marks } from '../parts/Standing.tsx';
import type { Act } from '../signing/act.ts';
import {
  definitionIn,
  type Freezable,
  type FreezeDraft,
  kindsFor,
  levelsIn,
  NEW_FREEZE,
  targetIn,
} from './freezing.ts';
import { LiftButton, LiftForm } from './LiftForm.tsx';
import { freezersBeside, type Level, markAct, type Officer } from './mark-act.ts';
import { orderFrom } from './OrderField.tsx';
import { type Order, OrderForm } from './OrderForm.tsx';
import { useMarksOn } from './queries.ts';
import type { MarkTarget } from './target.ts';
import { TargetFields } from './TargetFields.tsx';

export interface FreezeFormProps {
  readonly from: Freezable;
  readonly officer: Officer;
  readonly onReady: (act: Act) => void;
}

export function FreezeForm({ from, officer, onReady }: FreezeFormProps): ReactNode {
  const text = useText();
  const kinds = kindsFor(from, officer);
  const [draft, setDraft] = useState<FreezeDraft>({ ...NEW_FREEZE, on: kinds[0] ?? '' });
  const [isTried, setTried] = useState(false);
  const definition = definitionIn(from, draft);
  return (
    <div className={styles['stack']}>
      <p className={styles['soft']}>{text('assets.freezeHelp')}</p>
      <div className={styles['form']}>
        <TargetFields
          from={from}
          kinds={kinds}
          draft={draft}
          isTried={isTried}
          onChange={setDraft}
        />
      </div>
      <Marking
        account={officer.account}
        target={targetIn(from, draft)}
        levels={levelsIn(from, draft, officer)}
        othersAt={(level) => freezersBeside(officer.account, level, definition)}
        areToldAbove={from.kind === 'output' || draft.on === 'class' || draft.on === 'party'}
        isTried={isTried}
        onTried={() => setTried(true)}
        onReady={onReady}
      />
    </div>
  );
}

interface MarkingProps {
  readonly account: string;
  /** Undefined as long as it is not named. */
  readonly target: MarkTarget | undefined;
  /** That are the officer's. */
  readonly levels: readonly Level[];
  readonly othersAt: (level: Level) => readonly string[];
  /** Whether the page tells the marks that stand on it at its head. */
  readonly areToldAbove: boolean;
  readonly isTried: boolean;
  readonly onTried: () => void;
  readonly onReady: (act: Act) => void;
}

const NONE: readonly MarkView[] = [];

function Marking(props: MarkingProps): ReactNode {
  const { account, target, levels, othersAt, areToldAbove, isTried, onTried, onReady } = props;
  const [chosen, setChosen] = useState<Level>();
  const standing = useMarksOn(target).data ?? NONE;
  const isFrozenAt = (level: Level): boolean => standing.some((mark) => mark.level === level);
  const lifted = levels.find((level) => level === chosen && isFrozenAt(level));
  const review = ({ level, others, reference }: Order): void => {
    onTried();
    const order = orderFrom(reference);
    if (target === undefined || order === undefined) return;
    onReady(markAct({ method: 'mark', account, others, target, level, reference: order }));
  };
  return (
    <>
      {!areToldAbove && (
        <Marks
          marks={standing}
          act={({ level }) =>
            levels.includes(level) && (
              <LiftButton
                isOpen={level === lifted}
                onToggle={() => setChosen(level === lifted ? undefined : level)}
              />
            )
          }
        />
      )}
      {lifted !== undefined && target !== undefined ? (
        <LiftForm
          account={account}
          others={othersAt(lifted)}
          target={target}
          level={lifted}
          onReady={onReady}
        />
      ) : (
        <OrderForm
          levels={levels.filter((level) => !isFrozenAt(level))}
          othersAt={othersAt}
          isTried={isTried}
          onReview={review}
        />
      )}
    </>
  );
}
