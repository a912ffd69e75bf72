/** Which days, and whose. */

import { type ReactNode, useId } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import type { Customer } from '../../customers/queries.ts';
import type { UsageRange } from '../usage-sums.ts';
import styles from './RangeForm.module.css';

export interface RangeFormProps {
  readonly range: UsageRange;
  /** None: the reader sees its own usage only. */
  readonly customers: readonly Customer[];
  readonly onChange: (range: UsageRange) => void;
}

export function RangeForm({ range, customers, onChange }: RangeFormProps): ReactNode {
  const text = useText();
  const id = useId();
  const isBackwards = range.from !== '' && range.to !== '' && range.from > range.to;
  return (
    <div className={styles['range']}>
      <Field
        type="date"
        label={text('usage.from')}
        fault={isBackwards ? text('usage.rangeFault') : undefined}
        value={range.from}
        onChange={({ target }) => onChange({ ...range, from: target.value })}
      />
      <Field
        type="date"
        label={text('usage.to')}
        value={range.to}
        onChange={({ target }) => onChange({ ...range, to: target.value })}
      />
      {customers.length > 0 && (
        <div className={styles['customer']}>
          <label htmlFor={id}>{text('usage.customer')}</label>
          <select
            id={id}
            value={range.customer}
            onChange={({ target }) => onChange({ ...range, customer: target.value })}
          >
            <option value="">{text('usage.everybody')}</option>
            {customers.map((customer) => (
              <option key={customer.id} value={customer.id}>
                {visibleText(customer.name)}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}
