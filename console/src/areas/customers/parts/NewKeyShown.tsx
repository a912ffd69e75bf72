/** A key that was just made, shown until the reader says that it is stored: it is in one answer and nowhere else. */

import { type ReactNode, useEffect, useRef } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import type { MadeKey } from '../queries.ts';
import styles from './NewKeyShown.module.css';

export interface NewKeyShownProps {
  readonly made: MadeKey;
  readonly onStored: () => void;
}

export function NewKeyShown({ made, onStored }: NewKeyShownProps): ReactNode {
  const text = useText();
  const reference = useRef<HTMLDivElement>(null);
  useEffect(() => reference.current?.focus(), [made.id]);
  const secret = made.key;
  return (
    <div
      ref={reference}
      role="region"
      aria-label={text('customers.theKey')}
      tabIndex={-1}
      className={styles['shown']}
    >
      <p className={styles['said']}>
        {text(secret === undefined ? 'customers.keyMadeSignature' : 'customers.keyMade')}
      </p>
      <p className={styles['key']}>
        <code>{secret ?? made.id}</code>
        <CopyButton value={secret ?? made.id} what={text('customers.theKey')} />
      </p>
      {secret !== undefined && <p>{text('customers.keyMadeHelp')}</p>}
      <Button look="primary" onClick={onStored}>
        {text('customers.stored')}
      </Button>
    </div>
  );
}
