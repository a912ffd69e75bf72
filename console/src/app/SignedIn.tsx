/** Who is signed in, with the way out; else the way in. */

import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { needsSession, problemOf } from '../api/api-error.ts';
import { request } from '../api/request.ts';
import { useSession, useSignedOut } from '../api/session.ts';
import { useText } from '../text/context.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemText } from '../ui/States.tsx';
import styles from './Shell.module.css';

export function SignedIn(): ReactNode {
  const text = useText();
  const { data: session, isPending } = useSession();
  const leave = useSignedOut();
  // Only what the server has ended is over: saying so sooner would leave a session behind that nobody knows of.
  const signOut = useMutation({
    mutationFn: endSession,
    onSuccess: leave,
  });
  if (isPending) return null;
  if (session === null || session === undefined) {
    return <Link href="/sign-in">{text('app.signIn')}</Link>;
  }
  return (
    <span className={styles['person']}>
      <Link href="/settings" aria-label={text('app.signedInAs', { name: session.person.name })}>
        {session.person.name}
      </Link>
      <Button look="quiet" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        {text('app.signOut')}
      </Button>
      <Dialog
        title={text('app.stillSignedIn')}
        isOpen={signOut.isError}
        onClose={() => signOut.reset()}
      >
        <div role="alert">
          <p>{text('app.stillSignedInHelp', { name: session.person.name })}</p>
          <ProblemText problem={problemOf(signOut.error)} />
        </div>
        <Button onClick={() => signOut.mutate()}>{text('app.signOut')}</Button>
      </Dialog>
    </span>
  );
}

/** A session that is over already is as good as ended. */
async function endSession(): Promise<void> {
  try {
    await request('/v1/session', { method: 'DELETE' });
  } catch (error) {
    if (!needsSession(error)) throw error;
  }
}
