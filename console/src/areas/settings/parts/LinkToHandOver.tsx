/** A link for somebody else, to be sent by a way that only that person reads. It is shown once. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { SignInLink } from '../queries.ts';
import styles from '../Settings.module.css';

export interface LinkToHandOverProps {
  readonly name: string;
  readonly link: SignInLink;
}

export function LinkToHandOver({ name, link }: LinkToHandOverProps): ReactNode {
  const text = useText();
  const url = link.url ?? new URL(link.path, location.origin).href;
  return (
    <div className={styles['stack']} role="status">
      <p>{text('settings.linkHelp', { name })}</p>
      <p className={styles['secret']}>
        <code>{url}</code> <CopyButton value={url} what={text('settings.link')} />
      </p>
      <p>
        {text('settings.linkUntil')} <TimeText at={link.expiresAt} />
      </p>
    </div>
  );
}
