/** A hash: its first and last eight characters, all of it when it has the focus, with a button that copies it. */

import { type ReactNode, useState } from 'react';

import { useText } from '../text/context.tsx';
import { CopyButton } from './CopyButton.tsx';
import styles from './HashText.module.css';
import { shortened } from './shortened.ts';

export interface HashTextProps {
  readonly value: string;
  /** What it is a hash of, for readers of a screen. */
  readonly what: string;
  readonly copyable?: boolean;
}

export function HashText({ value, what, copyable = true }: HashTextProps): ReactNode {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? value : shortened(value);
  return (
    <span className={styles['hash']}>
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
      {copyable && <CopyButton value={value} what={what} />}
    </span>
  );
}
