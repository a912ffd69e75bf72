/** Customers as a table that can be put in order by each column. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { type Column, DataTable } from '../../../ui/DataTable.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { Customer } from '../queries.ts';
import { CustomerTags, useUnitsText } from './CustomerTags.tsx';

const PORTION = 100;

export function CustomerTable({
  customers,
}: {
  readonly customers: readonly Customer[];
}): ReactNode {
  const text = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={text('nav.customers')}
      rows={customers}
      keyOf={({ id }) => id}
      columns={columns}
      portion={PORTION}
    />
  );
}

function useColumns(): readonly Column<Customer>[] {
  const text = useText();
  const unitsText = useUnitsText();
  return [
    {
      id: 'name',
      title: text('customers.name'),
      orderBy: ({ name }) => name,
      cell: ({ id, name }) => <Link href={`/customers/${id}`}>{visibleText(name)}</Link>,
    },
    {
      id: 'state',
      title: text('customers.state'),
      orderBy: ({ suspended }) => Number(suspended),
      cell: (customer) => <CustomerTags customer={customer} />,
    },
    {
      id: 'quota',
      title: text('customers.quotaLeft'),
      isNumber: true,
      orderBy: ({ quotaLeft }) => quotaLeft ?? Number.POSITIVE_INFINITY,
      cell: ({ quotaLeft }) => unitsText(quotaLeft),
    },
    {
      id: 'custody',
      title: text('customers.custody'),
      orderBy: ({ custody }) => custody,
      cell: ({ custody }) =>
        text(custody === 'own' ? 'customers.custodyOwn' : 'customers.custodyHosted'),
    },
    {
      id: 'created',
      title: text('customers.createdAt'),
      orderBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <TimeText at={createdAt} />,
    },
  ];
}
