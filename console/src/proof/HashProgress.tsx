/** How far the hashing of a file is: bytes, speed, and a bar. */

import type { ReactNode } from 'react';

import styles from './HashProgress.module.css';
import { useSpeaker } from './use-speaker.ts';
import { visibleText } from './visible-text.ts';
import { sizeText } from './words.ts';

export interface HashProgressProps {
  readonly name: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
}

export function HashProgress(props: HashProgressProps): ReactNode {
  const { name, doneBytes, totalBytes, bytesPerSecond } = props;
  const { text, language } = useSpeaker();
  return (
    <div className={styles['progress']}>
      <progress
        aria-label={text('proof.hashing', { name: visibleText(name) })}
        max={Math.max(1, totalBytes)}
        value={doneBytes}
      />
      <span className={styles['numbers']}>
        {text('proof.progress', {
          done: sizeText(doneBytes, language),
          total: sizeText(totalBytes, language),
          speed: sizeText(bytesPerSecond, language),
        })}
      </span>
    </div>
  );
}
