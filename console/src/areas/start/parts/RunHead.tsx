/** How far a file is: its hashing, its digests, when it was recorded; or what stopped it, and how it goes on. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { HashProgress } from '../../../proof/HashProgress.tsx';
import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import { digestFacts } from '../../records/parts/digest-facts.tsx';
import { digestTexts } from '../../records/record.ts';
import type { FileRun, Trouble } from '../run/run.ts';
import { EarlierRecord } from './EarlierRecord.tsx';
import styles from './RunHead.module.css';

export interface RunHeadProps {
  readonly run: FileRun;
  readonly onRetry: () => void;
  readonly actions: ReactNode;
}

export function RunHead({ run, onRetry, actions }: RunHeadProps): ReactNode {
  const text = useText();
  const { name, file, digests, trouble } = run;
  return (
    <section className={styles['head']} aria-label={visibleText(name)}>
      <div className={styles['title']}>
        <h2 className={styles['name']}>{visibleText(name)}</h2>
        {actions}
      </div>
      <Hashing run={run} />
      <Stage run={run} />
      {digests !== undefined && file.size === 0 && (
        <Banner tone="attention">{text('start.emptyFile')}</Banner>
      )}
      {run.record !== undefined && <EarlierRecord record={run.record} />}
      {digests !== undefined && <Facts items={digestFacts(digestTexts(digests))} />}
      {trouble !== undefined && trouble.problem.status !== 401 && (
        <TroubleNote trouble={trouble} onRetry={onRetry} />
      )}
    </section>
  );
}

/** Numbers that change many times a second are for the eye; what is done is said below. */
function Hashing({ run: { stage, progress, name, file } }: RunOf): ReactNode {
  const text = useText();
  if (stage !== 'hashing' || progress === undefined) return null;
  return (
    <div>
      <HashProgress name={name} totalBytes={file.size} {...progress} />
      <p className={styles['help']}>{text('start.hashingHelp')}</p>
    </div>
  );
}

function Stage({ run: { stage, trouble, record } }: RunOf): ReactNode {
  const text = useText();
  const isMoving = trouble === undefined;
  return (
    <div role="status" className={styles['stage']}>
      {record !== undefined && (
        <p className={styles['recorded']}>
          {text('start.recordedIn', { height: record.height })}{' '}
          <TimeText at={record.committedAt} exact />
        </p>
      )}
      {isMoving && stage === 'recording' && <p>{text('start.recording')}</p>}
      {isMoving && stage === 'proving' && <p>{text('start.proving')}</p>}
    </div>
  );
}

interface RunOf {
  readonly run: FileRun;
}

interface TroubleNoteProps {
  readonly trouble: Trouble;
  readonly onRetry: () => void;
}

/** A file that could not be read has to be chosen again: the browser does not open it a second time. */
function TroubleNote({ trouble: { at, problem }, onRetry }: TroubleNoteProps): ReactNode {
  const text = useText();
  return (
    <ProblemNote title={text(`start.trouble.${at}`)} problem={problem}>
      {at !== 'reading' && (
        <>
          <Button look="primary" onClick={onRetry}>
            {text('start.again')}
          </Button>
          <span>{text('start.againHelp')}</span>
        </>
      )}
      {problem.code === 'FILE_UNREADABLE' && (
        <Link href="/batches">{text('start.openBatches')}</Link>
      )}
    </ProblemNote>
  );
}
