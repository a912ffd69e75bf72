/** Two hashes one above the other, in columns of one width, so that the eye finds what differs; the characters that do are marked. */

import type { ReactNode } from 'react';

import { useText } from '../text/context.tsx';
import { differences } from './differences.ts';
import styles from './DigestPair.module.css';

export interface DigestPairProps {
  readonly computedLabel: string;
  readonly computed: string;
  readonly statedLabel: string;
  readonly stated: string;
  /** What it means that they differ. */
  readonly differing?: string | undefined;
}

export function DigestPair(props: DigestPairProps): ReactNode {
  const { computedLabel, computed, statedLabel, stated, differing = '' } = props;
  const text = useText();
  const count = differences(computed, stated)
    .filter(({ differs }) => differs)
    .reduce((sum, run) => sum + run.text.length, 0);
  const isSame = computed === stated;
  return (
    <div className={styles['pair']}>
      <Row label={computedLabel} value={computed} other={stated} />
      <Row label={statedLabel} value={stated} other={computed} />
      <p className={isSame ? styles['same'] : styles['different']}>
        {isSame
          ? `= ${text('proof.sameMark')}`
          : `≠ ${text('proof.differentMark', { count })}${differing}`}
      </p>
    </div>
  );
}

interface RowProps {
  readonly label: string;
  readonly value: string;
  readonly other: string;
}

function Row({ label, value, other }: RowProps): ReactNode {
  return (
    <div className={styles['row']}>
      <span className={styles['label']}>{label}</span>
      <code className={styles['value']}>
        {differences(value, other).map((run, place) =>
          run.differs ? <mark key={place}>{run.text}</mark> : run.text,
        )}
      </code>
    </div>
  );
}
