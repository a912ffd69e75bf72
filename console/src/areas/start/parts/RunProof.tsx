/** The receipt verified before the reader's eyes, one step after the other, and beside it the three acts that try to break it. */

import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';

import { ChangeOneByte } from '../../../proof/change/ChangeOneByte.tsx';
import type { PageVerdict } from '../../../proof/judge.ts';
import { VerdictSentence } from '../../../proof/parts/VerdictSentence.tsx';
import { StepList } from '../../../proof/StepList.tsx';
import { VerdictView } from '../../../proof/VerdictView.tsx';
import { useText } from '../../../text/context.tsx';
import type { EvidenceRecord } from '../../records/record.ts';
import type { FileRun } from '../run/run.ts';
import acts from './Acts.module.css';
import styles from './RunProof.module.css';
import { StopServer } from './StopServer.tsx';
import { TakeAway } from './TakeAway.tsx';

const STEP_MS = 140;

export interface RunProofProps {
  readonly run: FileRun;
  readonly record: EvidenceRecord;
  readonly receipt: Uint8Array;
  readonly verdict: PageVerdict;
}

export function RunProof({ run, record, receipt, verdict }: RunProofProps): ReactNode {
  const text = useText();
  const [changed, setChanged] = useState<PageVerdict>();
  const revealed = useRevealed(verdict);
  const shown = changed ?? verdict;
  const isWhole = changed !== undefined || revealed >= verdict.steps.length;
  const list = useFailureInView(changed);
  const { fingerprint } = record.chain;
  const trusted = useMemo(() => [fingerprint], [fingerprint]);
  return (
    <div className={styles['columns']}>
      <section className={styles['head']}>
        <h2>{text('start.verifiedHere')}</h2>
        <p className={acts['help']}>{text('start.verifiedHelp')}</p>
        {isWhole && <VerdictSentence verdict={shown} fileName={run.name} kind="receipt" />}
      </section>
      <div className={`${acts['acts'] ?? ''} ${styles['acts'] ?? ''}`}>
        <TakeAway run={run} record={record} receipt={receipt} />
        <div className={acts['act']}>
          <ChangeOneByte
            receipt={receipt}
            file={run.file}
            digests={run.digests}
            trusted={trusted}
            onVerdict={setChanged}
          />
        </div>
        <StopServer receipt={receipt} digests={run.digests} trusted={trusted} />
      </div>
      <section className={styles['steps']}>
        <div ref={list}>
          {changed === undefined ? (
            <StepList verdict={verdict} revealed={revealed} />
          ) : (
            <StepList verdict={changed} />
          )}
        </div>
        <details className={styles['whole']}>
          <summary>{text('start.whole')}</summary>
          <VerdictView verdict={shown} fileName={run.name} expected={trusted} />
        </details>
        <p>
          <Link href={`/records/${record.id}`}>{text('start.openRecord')}</Link>
        </p>
      </section>
    </div>
  );
}

/** How many steps are shown by now: all at once to readers who want no movement. */
function useRevealed({ steps }: PageVerdict): number {
  const [revealed, setRevealed] = useState(0);
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  useEffect(() => {
    if (isStill || revealed >= steps.length) return undefined;
    const timer = setTimeout(() => setRevealed(revealed + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isStill, revealed, steps.length]);
  return isStill ? steps.length : revealed;
}

/** On a phone the steps are far above the button that breaks one of them. */
function useFailureInView(changed: PageVerdict | undefined): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (changed === undefined) return;
    list.current?.querySelector('[data-result="fail"]')?.scrollIntoView({ block: 'nearest' });
  }, [changed]);
  return list;
}
