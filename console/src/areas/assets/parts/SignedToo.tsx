/** Who has to sign beside the reader before anything happens. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import styles from '../Assets.module.css';
import { PartyLink } from './PartyLink.tsx';

export function SignedToo({ parties }: { readonly parties: readonly string[] }): ReactNode {
  const text = useText();
  if (parties.length === 0) return null;
  return (
    <div className={styles['line']}>
      <span className={styles['soft']}>{text('assets.signedToo')}</span>
      {parties.map((party) => (
        <PartyLink key={party} party={party} />
      ))}
    </div>
  );
}
