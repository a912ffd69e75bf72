/** A hash: its first and last eight characters, all of it when it has the focus, with a button that copies it. */

import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';

import { useText } from '../text/context.tsx';
import { CopyButton } from './CopyButton.tsx';
import styles from './HashText.module.css';
import { shortened } from './shortened.ts';

export interface HashTextProps {
  readonly value: string;
  /** What it is a hash of, for readers of a screen. */
  readonly what: string;
  readonly copyable?: boolean;
  /** Leads to what the hash names. */
  readonly href?: string;
}

export function HashText({ value, what, copyable = true, href }: HashTextProps): ReactNode {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? value : shortened(value);
  return (
    <span className={styles['hash']}>
      {href === undefined ? (
        <button
          type="button"
          className={styles['value']}
          aria-expanded={isWhole}
          aria-label={`${what} ${shown}. ${text('ui.showWhole')}`}
          title={value}
          onClick={() => setWhole(!isWhole)}
        >
          {shown}
        </button>
      ) : (
        <Link className={styles['value']} href={href} title={value}>
          {shown}
        </Link>
      )}
      {copyable && <CopyButton value={value} what={what} />}
    </span>
  );
}
