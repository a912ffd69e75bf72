/** The upload at work: what was hashed, what was acknowledged, what stands in the way, and what did not go. */

import type { ReactNode } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { VisibleText } from '../../../proof/VisibleText.tsx';
import { sizeText } from '../../../proof/words.ts';
import { useLanguage, useText } from '../../../text/context.tsx';
import { Banner, Tag, type Tone } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { type Call, CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { batchItemOf, type Counts, countsOf, type Upload } from '../journal/upload.ts';
import type { RunState, UploadRun } from '../journal/upload-run.ts';
import { uploads } from '../uploads.ts';
import { useRunState } from '../use-uploads.ts';
import { FaultyItems } from './FaultyItems.tsx';
import { MissingFiles } from './MissingFiles.tsx';
import { ObstacleNote } from './ObstacleNote.tsx';
import styles from './RunPanel.module.css';

const TONES: Readonly<Record<RunState['phase'], Tone>> = {
  running: 'plain',
  paused: 'attention',
  halted: 'failed',
  done: 'ok',
};

const CALL_ITEMS = 3;

export function RunPanel({ run }: { readonly run: UploadRun }): ReactNode {
  const text = useText();
  const state = useRunState(run);
  const { upload, phase, missing } = state;
  const counts = countsOf(upload);
  return (
    <Section
      title={text('batches.now')}
      actions={
        <span className={styles['buttons']}>
          <CallDrawer call={callOf(upload)} />
          <Tag tone={TONES[phase]}>{text(`batches.phase.${phase}`)}</Tag>
        </span>
      }
    >
      <div className={styles['panel']}>
        <p className={styles['title']}>
          <VisibleText text={upload.title} />
        </p>
        <Bars upload={upload} counts={counts} />
        <div className={styles['said']}>
          <Hashing state={state} />
          <div role="status">
            <Acknowledged upload={upload} counts={counts} />
          </div>
          {counts.same > 0 && <p>{text('batches.same', { count: counts.same })}</p>}
        </div>
        <ObstacleNote run={run} state={state} />
        {missing > 0 && phase !== 'running' && <MissingFiles run={run} count={missing} />}
        <FaultyItems run={run} upload={upload} />
        {phase === 'done' && <Done counts={counts} />}
        <Buttons run={run} phase={phase} mayGoOn={!isStuck(counts, missing)} />
      </div>
    </Section>
  );
}

/** Nothing is left but files that are not there. */
function isStuck({ waiting, hashed, sealed }: Counts, missing: number): boolean {
  return missing > 0 && waiting === missing && hashed + sealed === 0;
}

/** With the first items in place of all. */
function callOf(upload: Upload): Call {
  const items = upload.items
    .filter(({ digests }) => digests !== undefined)
    .slice(0, CALL_ITEMS)
    .map(batchItemOf);
  return { method: 'POST', path: '/v1/evidence/batches', body: { items } };
}

interface BarsProps {
  readonly upload: Upload;
  readonly counts: Counts;
}

function Bars({ upload, counts }: BarsProps): ReactNode {
  const text = useText();
  const { waiting, same, recorded, faulty } = counts;
  const total = upload.items.length - same;
  return (
    <div className={styles['bars']}>
      {upload.kind === 'files' && (
        <Bar label={text('batches.hashedBar')} done={total - waiting} count={total} />
      )}
      <Bar label={text('batches.recordedBar')} done={recorded} count={total - faulty} />
    </div>
  );
}

interface BarProps {
  readonly label: string;
  readonly done: number;
  readonly count: number;
}

function Bar({ label, done, count }: BarProps): ReactNode {
  const text = useText();
  return (
    <div className={styles['bar']}>
      <span>{label}</span>
      <progress aria-label={label} max={Math.max(1, count)} value={done} />
      <span className={styles['numbers']}>{text('batches.of', { done, count })}</span>
    </div>
  );
}

function Hashing({ state }: { readonly state: RunState }): ReactNode {
  const text = useText();
  const language = useLanguage();
  const { hashing, hashedBytes, bytesPerSecond } = state;
  return (
    <>
      {hashedBytes > 0 && (
        <p>
          {text('batches.speed', {
            size: sizeText(hashedBytes, language),
            speed: sizeText(bytesPerSecond, language),
          })}
        </p>
      )}
      {hashing !== undefined && (
        <p className={styles['now']}>
          {text('batches.hashingNow', {
            name: visibleText(hashing.name),
            done: sizeText(hashing.doneBytes, language),
          })}
        </p>
      )}
    </>
  );
}

function Acknowledged({ upload, counts }: BarsProps): ReactNode {
  const text = useText();
  const answers = upload.chunks.flatMap(({ answer }) => (answer === undefined ? [] : [answer]));
  const last = answers.at(-1);
  if (last === undefined) return null;
  return (
    <p>
      {text('batches.acknowledged', {
        count: counts.recorded,
        batches: answers.length,
        height: last.height,
      })}
    </p>
  );
}

function Done({ counts: { recorded, faulty } }: { readonly counts: Counts }): ReactNode {
  const text = useText();
  return faulty === 0 ? (
    <Banner tone="ok">{text('batches.allDone')}</Banner>
  ) : (
    <Banner tone="attention">{text('batches.someDone', { recorded, faulty })}</Banner>
  );
}

interface ButtonsProps {
  readonly run: UploadRun;
  readonly phase: RunState['phase'];
  /** There is something that can be done now. */
  readonly mayGoOn: boolean;
}

function Buttons({ run, phase, mayGoOn }: ButtonsProps): ReactNode {
  const text = useText();
  return (
    <div className={styles['buttons']}>
      {phase === 'running' && <Button onClick={() => run.pause()}>{text('batches.pause')}</Button>}
      {(phase === 'paused' || phase === 'halted') && mayGoOn && (
        <Button look="primary" onClick={() => run.start()}>
          {text('batches.continue')}
        </Button>
      )}
      {phase !== 'running' && (
        <Button onClick={() => void uploads.close()}>{text('batches.another')}</Button>
      )}
    </div>
  );
}
