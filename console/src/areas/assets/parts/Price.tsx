/** What has to be paid for taking an exit, and to whom. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import styles from '../Assets.module.css';
import type { Payment } from '../owner.ts';
import { useClass } from '../queries.ts';
import { Amount, ClassLink } from './Amount.tsx';
import { PartyLink } from './PartyLink.tsx';

export function Price({ of: pays }: { readonly of: Payment }): ReactNode {
  const text = useText();
  const { data: paidIn } = useClass(pays.class);
  return (
    <span className={styles['line']}>
      {paidIn === undefined ? (
        <span>{pays.amount}</span>
      ) : (
        <>
          <Amount units={pays.amount} of={paidIn} />
          <ClassLink of={paidIn} />
        </>
      )}
      <span>
        {text('assets.paidTo')} <PartyLink party={pays.to} />
      </span>
    </span>
  );
}
