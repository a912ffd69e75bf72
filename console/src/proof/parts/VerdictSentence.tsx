/** The verdict in one sentence, said aloud when it changes. Sign and words carry it; the colour only helps. */

import type { Step } from '@stele/protocol';
import type { ReactNode } from 'react';

import type { PageVerdict } from '../judge.ts';
import { useSpeaker } from '../use-speaker.ts';
import { visibleText } from '../visible-text.ts';
import { type Speaker, stepFinding, stepTitle, timeText } from '../words.ts';
import styles from './VerdictSentence.module.css';

export interface VerdictSentenceProps {
  readonly verdict: PageVerdict;
  readonly fileName: string | undefined;
  readonly kind: 'receipt' | 'certificate';
}

const SIGNS = { valid: '✓', invalid: '✗', incomplete: '○' } as const;

export function VerdictSentence({ verdict, fileName, kind }: VerdictSentenceProps): ReactNode {
  const speaker = useSpeaker();
  const { text } = speaker;
  return (
    <div role="status" className={`${styles['sentence'] ?? ''} ${styles[verdict.verdict] ?? ''}`}>
      <span aria-hidden="true" className={styles['sign']}>
        {SIGNS[verdict.verdict]}
      </span>
      <div>
        <p className={styles['title']}>{text(`proof.verdict.${verdict.verdict}`)}</p>
        <p>{sentence(speaker, verdict, fileName)}</p>
        {kind === 'certificate' && (
          <p className={styles['aside']}>{text('proof.fromCertificate')}</p>
        )}
      </div>
    </div>
  );
}

function sentence(speaker: Speaker, verdict: PageVerdict, fileName = ''): string {
  const failed = verdict.steps.find(({ result }) => result === 'fail');
  return failed === undefined
    ? sentenceOfGood(speaker, verdict, fileName)
    : sentenceOfFailed(speaker, { failed, verdict, fileName });
}

interface Failed {
  readonly failed: Step;
  readonly verdict: PageVerdict;
  readonly fileName: string;
}

function sentenceOfFailed(speaker: Speaker, { failed, verdict, fileName }: Failed): string {
  const { text } = speaker;
  if (failed.code === 'DIGEST_MISMATCH') {
    return text('proof.fileDiffers', { name: visibleText(fileName) });
  }
  const step = stepTitle(speaker, failed.name);
  return text('proof.receiptFails', { step, finding: stepFinding(speaker, failed, verdict) });
}

/** A receipt of which no step failed has a record, or a transaction at least. */
function sentenceOfGood(speaker: Speaker, verdict: PageVerdict, fileName: string): string {
  const { text } = speaker;
  const { record, proves } = verdict;
  const height = record?.height ?? 0;
  const time = timeText(speaker, record?.committedAt ?? '');
  if (record?.id === undefined) return text('proof.transactionHolds', { height, time });
  return proves.includes('file-unchanged')
    ? text('proof.fileHolds', { name: visibleText(fileName), height, time })
    : text('proof.recordHolds', { height, time });
}
