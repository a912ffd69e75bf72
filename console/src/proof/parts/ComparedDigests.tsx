/** What differs, side by side: the digests of another file, or the fingerprint of another chain. Nothing when all is the same. */

import type { ReactNode } from 'react';

import { DigestPair } from '../DigestPair.tsx';
import type { PageVerdict } from '../judge.ts';
import { useSpeaker } from '../use-speaker.ts';
import styles from './ComparedDigests.module.css';

export interface ComparedDigestsProps {
  readonly verdict: PageVerdict;
  readonly expected: readonly string[];
}

export function ComparedDigests({ verdict, expected }: ComparedDigestsProps): ReactNode {
  const { text } = useSpeaker();
  const { chain, compared } = verdict;
  const files = (compared['file'] ?? []).filter(({ computed, stated }) => computed !== stated);
  const isOther = chain !== undefined && !chain.trusted;
  const chains = isOther ? expected : [];
  if (files.length + chains.length === 0) return null;
  return (
    <div className={styles['compared']}>
      {files.map(({ what, computed, stated }) => (
        <DigestPair
          key={what}
          computedLabel={`${text('proof.ofFile')} ${what}`}
          computed={computed}
          statedLabel={`${text('proof.ofRecord')} ${what}`}
          stated={stated}
          differing={text('proof.differentDigest')}
        />
      ))}
      {chains.map((fingerprint) => (
        <div key={fingerprint}>
          <p className={styles['other']}>{text('proof.trustOther')}</p>
          <DigestPair
            computedLabel={text('proof.expectedChain')}
            computed={fingerprint}
            statedLabel={text('proof.statedChain')}
            stated={chain?.fingerprint ?? ''}
          />
        </div>
      ))}
    </div>
  );
}
