/** A verdict: the sentence, its parts, what differs, what is proven and what is not, the record, and who stands behind it. */

import type { ReactNode } from 'react';

import { ChainFacts } from './parts/ChainFacts.tsx';
import { ComparedDigests } from './parts/ComparedDigests.tsx';
import { FactLists } from './parts/FactLists.tsx';
import { PartList } from './parts/PartList.tsx';
import { RecordFacts } from './parts/RecordFacts.tsx';
import { VerdictSentence } from './parts/VerdictSentence.tsx';
import type { PageVerdict } from './judge.ts';
import styles from './VerdictView.module.css';

export interface VerdictViewProps {
  readonly verdict: PageVerdict;
  /** Of the file that was compared. */
  readonly fileName?: string | undefined;
  /** Where the receipt came from. */
  readonly kind?: 'receipt' | 'certificate';
  /** Fingerprints of the chains that the reader trusts, shown beside the receipt's when none is it. */
  readonly expected?: readonly string[];
  /** What a reader can do about the verdict: directly below it. */
  readonly children?: ReactNode;
}

export function VerdictView(props: VerdictViewProps): ReactNode {
  const { verdict, fileName, kind = 'receipt', expected = [], children } = props;
  return (
    <div className={styles['view']}>
      <VerdictSentence verdict={verdict} fileName={fileName} kind={kind} />
      <ComparedDigests verdict={verdict} expected={expected} />
      {children}
      <PartList verdict={verdict} />
      <FactLists verdict={verdict} />
      <RecordFacts verdict={verdict} />
      <ChainFacts verdict={verdict} />
    </div>
  );
}
