/** What an account has, by class: all of it, and the part that is in holds. */

import type { ReactNode } from 'react';

import type { BalancesView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Amount, ClassLink, Kind } from './Amount.tsx';

export function BalanceTable({ balances }: { readonly balances: BalancesView }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('assets.balances')}
      rows={balances.items}
      keyOf={(balance) => balance.class.id}
      columns={[
        {
          id: 'class',
          title: text('assets.class'),
          cell: (balance) => <ClassLink of={balance.class} />,
        },
        {
          id: 'kind',
          title: text('assets.kind'),
          cell: (balance) => <Kind kind={balance.class.kind} />,
        },
        {
          id: 'amount',
          title: text('assets.amount'),
          isNumber: true,
          cell: (balance) => <Amount units={balance.amount} of={balance.class} />,
        },
        {
          id: 'held',
          title: text('assets.held'),
          isNumber: true,
          cell: (balance) => <Amount units={balance.held} of={balance.class} />,
        },
        {
          id: 'free',
          title: text('assets.free'),
          isNumber: true,
          cell: ({ amount, held, ...balance }) => (
            <Amount units={String(BigInt(amount) - BigInt(held))} of={balance.class} />
          ),
        },
      ]}
    />
  );
}
