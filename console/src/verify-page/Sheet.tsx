/**
 * One receipt with its verdict and steps: on paper, one sheet of a case file. It bears the name of the file only where that file was
 * compared; else it says what the receipt lies in.
 */

import type { ReactNode } from 'react';

import { ChangeOneByte } from '../proof/change/ChangeOneByte.tsx';
import type { DeskVerdict } from '../proof/desk/desk.ts';
import { isFileCompared } from '../proof/judge.ts';
import { StepList } from '../proof/StepList.tsx';
import { useSpeaker } from '../proof/use-speaker.ts';
import { VerdictView } from '../proof/VerdictView.tsx';
import { VisibleText } from '../proof/VisibleText.tsx';
import { timeText } from '../proof/words.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Sheet.module.css';

export interface SheetProps {
  readonly shown: DeskVerdict;
  readonly trusted: readonly string[];
  /** Stands below the verdict: what the reader can add to it. */
  readonly children?: ReactNode;
}

export function Sheet({ shown, trusted, children }: SheetProps): ReactNode {
  const speaker = useSpeaker();
  const { text } = speaker;
  const { receipt, file, verdict } = shown;
  const compared = isFileCompared(verdict) ? file : undefined;
  return (
    <article className={styles['sheet']}>
      <div className={styles['head']}>
        <h2>
          {compared === undefined && `${text('verifyPage.receiptIn')} `}
          <VisibleText text={compared?.name ?? receipt.name} />
        </h2>
        <Button onClick={() => print()}>{text('proof.print')}</Button>
      </div>
      <VerdictView verdict={verdict} fileName={file?.name} kind={receipt.kind} expected={trusted}>
        {children}
      </VerdictView>
      <StepList verdict={verdict} />
      <ChangeOneByte
        receipt={receipt.receipt}
        file={file?.file}
        digests={file?.digests}
        trusted={trusted}
        trustedBy="reader"
      />
      <p className={styles['printed']}>
        {text('proof.printedBy', { time: timeText(speaker, new Date().toISOString()) })}
      </p>
    </article>
  );
}
