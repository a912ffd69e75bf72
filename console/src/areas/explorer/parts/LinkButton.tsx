/** A link to another page of the console that looks like a button. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import styles from './Pager.module.css';

export interface LinkButtonProps {
  readonly href: string;
  readonly children: ReactNode;
}

export function LinkButton({ href, children }: LinkButtonProps): ReactNode {
  return (
    <span className={styles['pager']}>
      <Link href={href}>{children}</Link>
    </span>
  );
}
