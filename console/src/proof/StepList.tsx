/** Every step of a verification with what was compared in it; both sides and the verifier's own words unfold below. */

import type { Step } from '@stele/protocol';
import type { ReactNode } from 'react';

import { DigestPair } from './DigestPair.tsx';
import type { Comparison, PageVerdict } from './judge.ts';
import styles from './StepList.module.css';
import { useSpeaker } from './use-speaker.ts';
import { visibleText } from './visible-text.ts';
import { stepFinding, stepTitle } from './words.ts';

export interface StepListProps {
  readonly verdict: PageVerdict;
  /** How many steps are shown so far; all of them when absent. */
  readonly revealed?: number;
}

const SIGNS = { pass: '✓', fail: '✗', skipped: '–' } as const;

export function StepList({ verdict, revealed = Infinity }: StepListProps): ReactNode {
  const { text } = useSpeaker();
  const { steps } = verdict;
  const failed = steps.filter(({ result }) => result === 'fail').length;
  const passed = steps.filter(({ result }) => result === 'pass').length;
  return (
    <section className={styles['list']}>
      <div className={styles['head']}>
        <h3>{text('proof.stepsTitle')}</h3>
        <span>
          {failed > 0
            ? text('proof.stepsFailed', { count: failed })
            : text('proof.stepsPassed', { passed, count: steps.length })}
        </span>
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
          <StepDetails step={step} compared={verdict.compared[name] ?? []} />
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

interface StepDetailsProps {
  readonly step: Step;
  readonly compared: readonly Comparison[];
}

/** Both sides of what was compared, and the verifier's own words for those who look them up. */
function StepDetails({ step, compared }: StepDetailsProps): ReactNode {
  const { text } = useSpeaker();
  const { name, code, detail } = step;
  const isFile = name === 'file';
  return (
    <div className={styles['details']}>
      {compared.map(({ what, computed, stated }) => (
        <DigestPair
          key={what}
          computedLabel={isFile ? `${text('proof.ofFile')} ${what}` : text('proof.computedRoot')}
          computed={computed}
          statedLabel={isFile ? `${text('proof.ofRecord')} ${what}` : text('proof.statedRoot')}
          stated={stated}
        />
      ))}
      <p lang="en">
        <code>{code === undefined ? name : `${name} · ${code}`}</code> {visibleText(detail)}
      </p>
    </div>
  );
}
