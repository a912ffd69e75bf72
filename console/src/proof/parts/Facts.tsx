/** Names and values of a verdict, one block with its heading. */

import type { ReactNode } from 'react';

import { CopyButton } from '../../ui/CopyButton.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import styles from './Facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

export interface FactsProps {
  readonly title: string;
  readonly items: readonly Fact[];
}

export function Facts({ title, items }: FactsProps): ReactNode {
  return (
    <section className={styles['block']}>
      <h3>{title}</h3>
      <dl className={styles['facts']}>
        {items.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A hash in full: somebody will compare it, here or on paper. */
export function WholeHash({
  value,
  what,
}: {
  readonly value: string;
  readonly what: string;
}): ReactNode {
  return (
    <span className={styles['hash']} data-copied={value}>
      <code>{value}</code>
      <CopyButton value={value} what={what} />
    </span>
  );
}

/** On paper nothing can be pointed at: there UTC stands beside the reader's own time. */
export function Moment({ at }: { readonly at: string }): ReactNode {
  return (
    <>
      <TimeText at={at} exact />
      <span className={styles['utc']}> ({at})</span>
    </>
  );
}
