/** Recording waits for somebody to sign in: how to get a link, and what can be done without one. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../../../text/context.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import type { Right } from '../run/use-file-runs.ts';
import styles from './SignInPrompt.module.css';

const COMMAND = 'npx stele open';

export interface SignInPromptProps {
  readonly right: Right;
  /** There was a session, and it is over. */
  readonly isEnded: boolean;
}

export function SignInPrompt({ right, isEnded }: SignInPromptProps): ReactNode {
  const text = useText();
  if (right === 'may-not') {
    return (
      <section className={styles['prompt']}>
        <p>{text('start.mayNot')}</p>
        <VerifyOnly />
      </section>
    );
  }
  return (
    <section className={styles['prompt']} role="status">
      <h2>{text('start.signIn')}</h2>
      {isEnded && <p>{text('start.sessionEnded')}</p>}
      <p>{text('start.signInHelp')}</p>
      <p className={styles['command']}>
        <code>{COMMAND}</code>
        <CopyButton value={COMMAND} what={COMMAND} />
        <Link href="/sign-in?to=%2F">{text('start.signInOther')}</Link>
      </p>
      <VerifyOnly />
    </section>
  );
}

function VerifyOnly(): ReactNode {
  const text = useText();
  return (
    <p>
      {text('start.verifyOnly')} <a href="/verify.html">{text('start.verifyPage')}</a>
    </p>
  );
}
