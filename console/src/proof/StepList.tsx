/** Every step of a verification with what was compared in it; both sides and the verifier's own words unfold below. */

import type { Step } from '@stele/protocol';
import type { ReactNode } from 'react';

import { DigestPair } from './DigestPair.tsx';
import type { PageVerdict } from './judge.ts';
import { shownSteps, technicalDetail } from './shown-steps.ts';
import { stepCount } from './step-count.ts';
import styles from './StepList.module.css';
import { useSpeaker } from './use-speaker.ts';
import { stepFinding, stepMeaning, stepTitle } from './words.ts';

export interface StepListProps {
  readonly verdict: PageVerdict;
  /** How many steps are shown so far; all of them when absent. */
  readonly revealed?: number;
}

const SIGNS = { pass: '✓', fail: '✗', skipped: '–' } as const;

export function StepList({ verdict, revealed = Infinity }: StepListProps): ReactNode {
  const speaker = useSpeaker();
  const { text } = speaker;
  const steps = shownSteps(verdict);
  return (
    <section className={styles['list']}>
      <div className={styles['head']}>
        <h3>{text('proof.stepsTitle')}</h3>
        <span>{stepCount(speaker, steps)}</span>
      </div>
      <ol className={styles['steps']}>
        {steps.slice(0, revealed).map((step) => (
          <StepItem key={step.name} step={step} verdict={verdict} />
        ))}
      </ol>
    </section>
  );
}

interface StepItemProps {
  readonly step: Step;
  readonly verdict: PageVerdict;
}

function StepItem({ step, verdict }: StepItemProps): ReactNode {
  const { name, result, code } = step;
  const isFailed = result === 'fail';
  return (
    <li className={styles[result]} data-step={name} data-result={result}>
      {code === 'NOT_REACHED' ? (
        <div className={styles['row']}>
          <StepRow step={step} verdict={verdict} />
        </div>
      ) : (
        // Open where something failed: that is what a reader looks for.
        <details open={isFailed}>
          <summary className={styles['row']}>
            <StepRow step={step} verdict={verdict} />
          </summary>
          <StepDetails step={step} verdict={verdict} />
        </details>
      )}
    </li>
  );
}

function StepRow({ step, verdict }: StepItemProps): ReactNode {
  const speaker = useSpeaker();
  const { name, result } = step;
  return (
    <>
      <span aria-hidden="true" className={styles['sign']}>
        {SIGNS[result]}
      </span>
      <span className={styles['title']}>
        {stepTitle(speaker, name)}
        <span className="visually-hidden">: {speaker.text(`proof.result.${result}`)}. </span>
      </span>
      <span className={styles['finding']}>{stepFinding(speaker, step, verdict)}</span>
    </>
  );
}

/** What the step is for, both sides of what was compared, and the verifier's own words for those who look them up. */
function StepDetails({ step, verdict }: StepItemProps): ReactNode {
  const speaker = useSpeaker();
  const { text } = speaker;
  const { name, code } = step;
  const isFile = name === 'file';
  return (
    <div className={styles['details']}>
      <p>{stepMeaning(speaker, name)}</p>
      {(verdict.compared[name] ?? []).map(({ what, computed, stated }) => (
        <DigestPair
          key={what}
          computedLabel={isFile ? `${text('proof.ofFile')} ${what}` : text('proof.computedRoot')}
          computed={computed}
          statedLabel={isFile ? `${text('proof.ofRecord')} ${what}` : text('proof.statedRoot')}
          stated={stated}
          differing={isFile ? text('proof.differentDigest') : undefined}
        />
      ))}
      <p lang="en" className={styles['technical']}>
        <code>{code === undefined ? name : `${name} · ${code}`}</code>{' '}
        {technicalDetail(step, stepFinding(speaker, step, verdict))}
      </p>
    </div>
  );
}
