/** Several files: each with how far it is; one of them is shown. */

import type { ReactNode } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Tag, type Tone } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import type { FileRun, Stage } from '../run/run.ts';
import styles from './RunQueue.module.css';

export interface RunQueueProps {
  readonly runs: readonly FileRun[];
  readonly shown: string | undefined;
  readonly onShow: (id: string) => void;
  readonly onClear: () => void;
}

export function RunQueue({ runs, shown, onShow, onClear }: RunQueueProps): ReactNode {
  const text = useText();
  return (
    <section className={styles['queue']}>
      <div className={styles['title']}>
        <h2>{text('start.queue')}</h2>
        <Button look="quiet" onClick={onClear}>
          {text('start.clear')}
        </Button>
      </div>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              aria-current={run.id === shown ? 'true' : undefined}
              onClick={() => onShow(run.id)}
            >
              <span className={styles['name']}>{visibleText(run.name)}</span>
              <StageTag run={run} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const TONES: Readonly<Partial<Record<Stage, Tone>>> = { verified: 'ok' };

function StageTag({ run: { stage, trouble } }: { readonly run: FileRun }): ReactNode {
  const text = useText();
  if (trouble !== undefined) return <Tag tone="failed">{text('start.stage.stopped')}</Tag>;
  return <Tag tone={TONES[stage] ?? 'plain'}>{text(`start.stage.${stage}`)}</Tag>;
}
