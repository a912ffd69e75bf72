/** Where an output came from, back to its issues, and where it went, forward to now: a graph that is a list, asked for page by page. */

import type { ReactNode } from 'react';

import type { OutputView, TraceStep } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Failed, Loading } from '../../../ui/States.tsx';
import { type Direction, type Trace, tracePath, useTrace } from '../queries.ts';
import styles from './Trace.module.css';
import { TraceGraph } from './TraceGraph.tsx';

export function TraceSection({ output: { id } }: { readonly output: OutputView }): ReactNode {
  const text = useText();
  const back = useTrace(id, 'back');
  const forward = useTrace(id, 'forward');
  const steps = stepsOf(back, forward);
  return (
    <Section
      title={text('assets.trace')}
      actions={
        <CallDrawer
          call={{
            method: 'GET',
            path: tracePath(id),
            query: { direction: 'back' },
            isOpen: true,
            command: `asset trace ${id}`,
          }}
        />
      }
    >
      <p className={styles['lead']}>{text('assets.traceLead')}</p>
      <More of={back} direction="back" />
      {steps.length > 0 && <TraceGraph steps={steps} here={id} />}
      <More of={forward} direction="forward" />
    </Section>
  );
}

/** Each output once, whichever way it was found. */
function stepsOf(...traces: readonly Trace[]): readonly TraceStep[] {
  const all = traces.flatMap(({ data }) => data?.pages.flatMap(({ items }) => items) ?? []);
  return [...new Map(all.map((step) => [step.output.id, step])).values()];
}

interface MoreProps {
  readonly of: Trace;
  readonly direction: Direction;
}

/** How far it has been asked for in a direction, and the way on. */
function More({ of: trace, direction }: MoreProps): ReactNode {
  const text = useText();
  const { error, isPending, hasNextPage, isFetchingNextPage } = trace;
  if (isPending) return <Loading rows={2} />;
  if (error !== null) {
    const again = trace.data === undefined ? trace.refetch : trace.fetchNextPage;
    return <Failed error={error} onRetry={() => void again()} />;
  }
  const isComplete = trace.data.pages.at(-1)?.complete === true;
  if (!hasNextPage) return isComplete ? null : <p>{text(`assets.traceCut.${direction}`)}</p>;
  return (
    <p className={styles['more']}>
      <Button disabled={isFetchingNextPage} onClick={() => void trace.fetchNextPage()}>
        {text(`assets.traceMore.${direction}`)}
      </Button>
    </p>
  );
}
