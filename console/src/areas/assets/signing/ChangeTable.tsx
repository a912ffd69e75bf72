/** Who has more or less of what once a transaction is recorded. */

import type { Scale } from '@stele/sdk';
import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { amountText } from '../amount.ts';
import styles from '../Assets.module.css';
import { PartyLink } from '../parts/PartyLink.tsx';
import type { ChangeLine } from './understanding.ts';

export function ChangeTable({ changes }: { readonly changes: readonly ChangeLine[] }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('assets.changes')}
      rows={changes}
      keyOf={({ party, className }) => `${party} ${className}`}
      columns={[
        {
          id: 'party',
          title: text('assets.party'),
          cell: ({ party }) => <PartyLink party={party} />,
        },
        { id: 'class', title: text('assets.class'), cell: ({ className }) => className },
        {
          id: 'free',
          title: text('assets.free'),
          isNumber: true,
          cell: ({ free, scale }) => <Signed units={free} scale={scale} />,
        },
        {
          id: 'held',
          title: text('assets.held'),
          isNumber: true,
          cell: ({ held, scale }) => <Signed units={held} scale={scale} />,
        },
      ]}
    />
  );
}

function Signed({ units, scale }: { readonly units: bigint; readonly scale: Scale }): ReactNode {
  return <span className={styles['amount']}>{signedText(units, scale)}</span>;
}

/** A true minus sign, which is as wide as a plus. */
export function signedText(units: bigint, scale: Scale): string {
  if (units === 0n) return '0';
  const sign = units > 0n ? '+' : '−';
  return sign + amountText(units > 0n ? units : -units, scale);
}
