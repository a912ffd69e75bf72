/** Names and values, one under the other on a phone. */

import type { ReactNode } from 'react';

import styles from './Facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

export function Facts({ items }: { readonly items: readonly Fact[] }): ReactNode {
  return (
    <dl className={styles['facts']}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
