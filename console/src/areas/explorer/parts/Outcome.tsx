/** What became of a transaction: recorded, or refused and why. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { useRefusalWords } from '../../../ui/use-refusal-words.ts';
import { useCode } from '../queries.ts';
import styles from './Outcome.module.css';

export function OutcomeTag({ code }: { readonly code: string }): ReactNode {
  const text = useText();
  if (code === '') return <Tag tone="ok">{text('explorer.succeeded')}</Tag>;
  return <Tag tone="failed">{text('explorer.refused', { code })}</Tag>;
}

/** With the meaning of the code: in the reader's language where that is known, else in the server's words. */
export function Outcome({ code }: { readonly code: string }): ReactNode {
  const { data: meaning } = useCode(code);
  const words = useRefusalWords(code);
  return (
    <div className={styles['outcome']}>
      <OutcomeTag code={code} />
      {meaning && (
        <p>
          {words ?? <span lang="en">{meaning.title}</span>} <span lang="en">{meaning.action}</span>
        </p>
      )}
    </div>
  );
}
