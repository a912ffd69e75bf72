/** What each customer used in all of the days. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { byCustomer, type CustomerSum, MEASURES, sumOf, type UsageRow } from '../usage-sums.ts';
import { CustomerName } from './CustomerName.tsx';

export interface CustomerSumsProps {
  readonly rows: readonly UsageRow[];
  readonly names: ReadonlyMap<string, string>;
}

const ALL = '';

export function CustomerSums({ rows, names }: CustomerSumsProps): ReactNode {
  const text = useText();
  const sums = byCustomer(rows);
  const all: CustomerSum = { customer: ALL, ...sumOf(sums) };
  return (
    <DataTable
      label={text('usage.byCustomer')}
      rows={sums.length > 1 ? [...sums, all] : sums}
      keyOf={({ customer }) => customer}
      columns={[
        {
          id: 'customer',
          title: text('usage.customer'),
          cell: ({ customer }) =>
            customer === ALL ? (
              <strong>{text('usage.sum')}</strong>
            ) : (
              <CustomerName id={customer} names={names} />
            ),
        },
        ...MEASURES.map((measure) => ({
          id: measure,
          title: text(`usage.${measure}`),
          isNumber: true,
          cell: (sum: CustomerSum) => sum[measure].toLocaleString(),
        })),
      ]}
    />
  );
}
