/** Every row, newest first until another order is asked for. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { MEASURES, type UsageRow } from '../usage-sums.ts';
import { CustomerName } from './CustomerName.tsx';

const PORTION = 50;

export interface UsageTableProps {
  /** By day, oldest first. */
  readonly rows: readonly UsageRow[];
  readonly names: ReadonlyMap<string, string>;
}

export function UsageTable({ rows, names }: UsageTableProps): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('usage.byDay')}
      rows={rows.toReversed()}
      keyOf={({ customer, day }) => `${day} ${customer}`}
      portion={PORTION}
      columns={[
        {
          id: 'day',
          title: text('usage.day'),
          orderBy: ({ day }) => day,
          cell: ({ day }) => <time dateTime={day}>{day}</time>,
        },
        {
          id: 'customer',
          title: text('usage.customer'),
          orderBy: ({ customer }) => names.get(customer) ?? customer,
          cell: ({ customer }) => <CustomerName id={customer} names={names} />,
        },
        ...MEASURES.map((measure) => ({
          id: measure,
          title: text(`usage.${measure}`),
          isNumber: true,
          orderBy: (row: UsageRow) => row[measure],
          cell: (row: UsageRow) => row[measure].toLocaleString(),
        })),
      ]}
    />
  );
}
