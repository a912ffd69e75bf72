/** Links to blocks, transactions and accounts in the explorer, without loading the page anew. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../text/context.tsx';
import { CopyButton } from './CopyButton.tsx';
import { shortened } from './shortened.ts';
import styles from './ChainLinks.module.css';

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

export interface TransactionLinkProps {
  readonly id: string;
  readonly copyable?: boolean;
}

export function TransactionLink({ id, copyable = false }: TransactionLinkProps): ReactNode {
  const what = useText()('explorer.transaction');
  return (
    <HashLink value={id} what={what} href={`/explorer/transactions/${id}`} copyable={copyable} />
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
