/** A text as it is, to be read and copied. */

import type { ReactNode } from 'react';

import { CopyButton } from './CopyButton.tsx';
import styles from './Verbatim.module.css';

export interface VerbatimProps {
  readonly name: string;
  readonly value: string;
}

export function Verbatim({ name, value }: VerbatimProps): ReactNode {
  return (
    <section className={styles['verbatim']}>
      <div className={styles['head']}>
        <h3>{name}</h3>
        <CopyButton value={value} what={name} />
      </div>
      <pre tabIndex={0} aria-label={name} role="region">
        {value}
      </pre>
    </section>
  );
}
