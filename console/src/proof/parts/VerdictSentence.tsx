/**
 * The verdict in one sentence, said aloud when it changes. Sign and words carry it; the colour only helps. Without a compared file it
 * speaks of the receipt alone, and says as loudly what was not compared: any PDF can carry somebody else's receipt.
 */

import type { Step } from '@stele/protocol';
import type { ReactNode } from 'react';

import { isFileCompared, lookOf, type PageVerdict } from '../judge.ts';
import type { TextKey } from '../../text/context.tsx';
import { useSpeaker } from '../use-speaker.ts';
import { visibleText } from '../visible-text.ts';
import { type Speaker, stepFinding, stepTitle, timeText } from '../words.ts';
import styles from './VerdictSentence.module.css';

export interface VerdictSentenceProps {
  readonly verdict: PageVerdict;
  readonly fileName: string | undefined;
  readonly kind: 'receipt' | 'certificate';
}

const SIGNS = { valid: '✓', invalid: '✗', otherChain: '✗', incomplete: '○' } as const;

export function VerdictSentence({ verdict, fileName, kind }: VerdictSentenceProps): ReactNode {
  const speaker = useSpeaker();
  const { text } = speaker;
  const isOfReceipt = verdict.verdict !== 'invalid' && !isFileCompared(verdict);
  const whole = lookOf(verdict);
  // Neither colour nor sign of a whole verdict; an alarm is one with or without a file.
  const look = isOfReceipt && whole !== 'otherChain' ? 'incomplete' : whole;
  return (
    <div
      role="status"
      data-verdict={look}
      className={`${styles['sentence'] ?? ''} ${styles[look] ?? ''}`}
    >
      <span aria-hidden="true" className={styles['sign']}>
        {SIGNS[look]}
      </span>
      <div>
        <p className={styles['title']}>{text(titleOf(verdict, isOfReceipt))}</p>
        {isOfReceipt && <p className={styles['title']}>{text(`proof.notCompared.${kind}`)}</p>}
        <p>{sentence(speaker, verdict, fileName)}</p>
        <Asides verdict={verdict} isOfCertificate={kind === 'certificate' && !isOfReceipt} />
      </div>
    </div>
  );
}

interface AsidesProps {
  readonly verdict: PageVerdict;
  readonly isOfCertificate: boolean;
}

function Asides({ verdict, isOfCertificate }: AsidesProps): ReactNode {
  const { text } = useSpeaker();
  const isOfServer = verdict.verdict === 'valid' && verdict.trustedBy === 'server';
  return (
    <>
      {isOfCertificate && <p className={styles['aside']}>{text('proof.fromCertificate')}</p>}
      {isOfServer && <p className={styles['aside']}>{text('proof.trustedByServer')}</p>}
    </>
  );
}

function titleOf(verdict: PageVerdict, isOfReceipt: boolean): TextKey {
  const look = lookOf(verdict);
  if (look === 'otherChain') return `proof.otherChainOf.${verdict.trustedBy}`;
  if (!isOfReceipt) return `proof.verdict.${look}`;
  return look === 'valid' ? 'proof.verdict.receiptValid' : 'proof.verdict.receiptIncomplete';
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
  if (lookOf(verdict) === 'otherChain') return text('proof.otherChainHolds');
  if (record?.id === undefined) return text('proof.transactionHolds', { height, time });
  return proves.includes('file-unchanged')
    ? text('proof.fileHolds', { name: visibleText(fileName), height, time })
    : text('proof.recordHolds', { height, time });
}
