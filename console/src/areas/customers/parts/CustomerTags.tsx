/** What is particular about a customer, in a word each. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import type { Customer } from '../queries.ts';
import styles from './CustomerTags.module.css';

export function CustomerTags({ customer }: { readonly customer: Customer }): ReactNode {
  const text = useText();
  const { suspended, disclosed, publicLookup } = customer;
  return (
    <span className={styles['tags']}>
      <Tag tone={suspended ? 'failed' : 'ok'}>
        {text(suspended ? 'customers.suspended' : 'customers.active')}
      </Tag>
      {disclosed && <Tag tone="plain">{text('customers.disclosed')}</Tag>}
      {!publicLookup && <Tag tone="plain">{text('customers.hidden')}</Tag>}
    </span>
  );
}

export function useUnitsText(): (units: number | null) => string {
  const text = useText();
  return (units) => (units === null ? text('customers.unlimited') : units.toLocaleString());
}
