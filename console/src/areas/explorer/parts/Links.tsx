/** Links to what the explorer shows, without loading the page anew. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { CopyButton } from '../../../ui/CopyButton.tsx';
import { shortened } from '../../../ui/shortened.ts';
import styles from './Links.module.css';

export interface HashLinkProps {
  readonly value: string;
  /** What it names, for readers of a screen. */
  readonly what: string;
  readonly href: string;
  readonly copyable?: boolean;
}

export function HashLink({ value, what, href, copyable = false }: HashLinkProps): ReactNode {
  return (
    <span className={styles['place']}>
      <Link href={href} title={value} className={styles['hash']}>
        <span className="visually-hidden">{what} </span>
        {shortened(value)}
      </Link>
      {copyable && <CopyButton value={value} what={what} />}
    </span>
  );
}

export function BlockLink({ height }: { readonly height: number }): ReactNode {
  return (
    <Link href={`/explorer/blocks/${String(height)}`} className={styles['number']}>
      {height}
    </Link>
  );
}

/** `acc_`, or another principal, which has no page. */
export function PrincipalText({ text }: { readonly text: string }): ReactNode {
  const isAccount = /^acc_[0-9a-f]{32}$/.test(text);
  if (!isAccount) return <code className={styles['whole']}>{text}</code>;
  return (
    <Link href={`/explorer/accounts/${text}`} title={text} className={styles['hash']}>
      {shortened(text)}
    </Link>
  );
}
