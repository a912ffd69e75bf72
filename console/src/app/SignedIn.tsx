/** Who is signed in, with the way out; else the way in. */

import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { request } from '../api/request.ts';
import { useSession, useSessionChange } from '../api/session.ts';
import { useText } from '../text/context.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './Shell.module.css';

export function SignedIn(): ReactNode {
  const text = useText();
  const { data: session, isPending } = useSession();
  const change = useSessionChange();
  const signOut = useMutation({
    mutationFn: () => request('/v1/session', { method: 'DELETE' }),
    onSettled: () => change(null),
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
    </span>
  );
}
