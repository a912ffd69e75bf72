/** Names and values of a verdict, one block with its heading. */

import type { ReactNode } from 'react';

import { CopyButton } from '../../ui/CopyButton.tsx';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import styles from './FactBlock.module.css';

export interface FactBlockProps {
  readonly title: string;
  readonly items: readonly Fact[];
}

export function FactBlock({ title, items }: FactBlockProps): ReactNode {
  return (
    <section className={styles['block']}>
      <h3>{title}</h3>
      <Facts items={items} />
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
