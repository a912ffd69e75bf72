/**
 * The steps of a trace, the oldest on top: a list whose every item has its lines drawn beside it, so that the graph is as wide as its
 * lanes and the words have the rest. The lines say nothing that the words do not; readers of a screen have the list alone.
 */

import type { ReactNode } from 'react';

import type { TraceStep } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { BlockLink, TransactionLink } from '../../../ui/ChainLinks.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { Amount, ClassLink } from '../parts/Amount.tsx';
import { OutputLink } from '../parts/OutputLink.tsx';
import { PartyLink } from '../parts/PartyLink.tsx';
import { Standing } from '../parts/Standing.tsx';
import { type LaneRow, lanesOf } from './lanes.ts';
import { LaneLines } from './LaneLines.tsx';
import styles from './Trace.module.css';

export interface TraceGraphProps {
  readonly steps: readonly TraceStep[];
  /** The output that the trace is of. */
  readonly here: string;
}

export function TraceGraph({ steps, here }: TraceGraphProps): ReactNode {
  const text = useText();
  const { rows, width } = lanesOf(steps.map(({ output, from }) => ({ id: output.id, from })));
  const byId = new Map(steps.map((step) => [step.output.id, step]));
  return (
    <ol aria-label={text('assets.trace')} className={styles['graph']}>
      {rows.map((row) => {
        const step = byId.get(row.id);
        if (step === undefined) return null;
        const isHere = row.id === here;
        return (
          <li key={row.id} aria-current={isHere ? 'true' : undefined} className={styles['step']}>
            <LaneLines row={row} width={width} look={lookOf(step)} isHere={isHere} />
            <StepWords step={step} row={row} isHere={isHere} />
          </li>
        );
      })}
    </ol>
  );
}

function lookOf({ output, from }: TraceStep): 'issue' | 'live' | 'spent' {
  if (from.length === 0) return 'issue';
  return output.live ? 'live' : 'spent';
}

interface StepWordsProps {
  readonly step: TraceStep;
  readonly row: LaneRow;
  readonly isHere: boolean;
}

function StepWords({ step, row, isHere }: StepWordsProps): ReactNode {
  const text = useText();
  const { output, from, by } = step;
  return (
    <div className={styles['words']}>
      <p className={styles['line']}>
        <strong>
          <Amount units={output.amount} of={output.class} />
        </strong>
        <ClassLink of={output.class} />
        <span>
          {text('assets.countsForShort')} <PartyLink party={output.holder} />
        </span>
        <Standing output={output} />
        {isHere && <Tag tone="attention">{text('assets.traceHere')}</Tag>}
      </p>
      <p className={styles['line']}>
        <Act by={by} isIssue={from.length === 0} />
        <TimeText at={by.committedAt} />
      </p>
      {from.length > 0 && (
        <p className={styles['line']}>
          {text('assets.madeOf')}
          {from.map((id) => (
            <OutputLink key={id} id={id} />
          ))}
          {row.missing > 0 && <Tag tone="plain">{text('assets.traceAbove')}</Tag>}
        </p>
      )}
      <p className={styles['line']}>
        <span className={styles['soft']}>{text('assets.output')}</span>
        {isHere ? <code>{output.id}</code> : <OutputLink id={output.id} />}
      </p>
    </div>
  );
}

/** What made it: a transaction that has a receipt, or the chain itself when a time came. */
function Act({
  by,
  isIssue,
}: {
  readonly by: TraceStep['by'];
  readonly isIssue: boolean;
}): ReactNode {
  const text = useText();
  const known = ACTS.find((act) => act === by.method);
  const name = isIssue ? text('assets.act.issue') : nameOf(known, by.method, text);
  return (
    <span className={styles['line']}>
      <span>{name}</span>
      {by.transaction === undefined ? (
        <span>
          {text('assets.block')} <BlockLink height={by.height} />
        </span>
      ) : (
        <TransactionLink id={by.transaction} />
      )}
    </span>
  );
}

const ACTS = ['issue', 'transfer', 'redeem', 'step', 'timer'] as const;

function nameOf(
  known: (typeof ACTS)[number] | undefined,
  method: string,
  text: ReturnType<typeof useText>,
): string {
  return known === undefined ? method : text(`assets.act.${known}`);
}
