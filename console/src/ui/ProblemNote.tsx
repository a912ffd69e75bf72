/** What went wrong, where it happened: this page's own troubles in the reader's words, the server's in its own. */

import type { ReactNode } from 'react';

import type { Problem } from '../api/api-error.ts';
import { type TextKey, useText } from '../text/context.tsx';
import { ProblemText } from './States.tsx';
import styles from './ProblemNote.module.css';

export interface ProblemNoteProps {
  readonly title: string;
  readonly problem: Problem;
  /** What the reader can do about it. */
  readonly children?: ReactNode;
}

const OWN: Readonly<Record<string, TextKey>> = {
  FILE_UNREADABLE: 'records.trouble.unreadable',
  FILE_CHANGED: 'records.trouble.changed',
  NOT_COMMITTED: 'records.trouble.notCommitted',
  NOT_PROVEN: 'records.trouble.notProven',
  JOURNAL_FAILED: 'records.trouble.journal',
  UPLOAD_ELSEWHERE: 'records.trouble.elsewhere',
};

export function ProblemNote({ title, problem, children }: ProblemNoteProps): ReactNode {
  const text = useText();
  const own = OWN[problem.code];
  return (
    <div role="alert" className={styles['note']}>
      <h3>{title}</h3>
      {own === undefined ? <ProblemText problem={problem} /> : <p>{text(own)}</p>}
      {children !== undefined && <div className={styles['acts']}>{children}</div>}
    </div>
  );
}
