/** A link to an output's page. Its id is short enough to be shown whole, and its beginning and end say least. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../../../text/context.tsx';
import styles from '../Assets.module.css';

export function OutputLink({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  return (
    <Link
      href={`/assets/outputs/${id}`}
      aria-label={`${text('assets.output')} ${id}`}
      className={styles['id']}
    >
      {id}
    </Link>
  );
}
