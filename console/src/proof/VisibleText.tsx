/** Text of strangers as text: nothing in it is markup, and what would hide is shown by its code point, in a colour of its own. */

import type { ReactNode } from 'react';

import { visibleRuns } from './visible-text.ts';
import styles from './VisibleText.module.css';

export function VisibleText({ text }: { readonly text: string }): ReactNode {
  return (
    <bdi className={styles['text']}>
      {visibleRuns(text).map((run, place) =>
        run.isHidden ? (
          <span key={place} className={styles['hidden']}>
            {run.text}
          </span>
        ) : (
          run.text
        ),
      )}
    </bdi>
  );
}
