/** A sign-in link that was opened, on whatever page: used at once, and only said something about when it did not work or has just done. */

import { type ReactNode, useEffect } from 'react';

import { useLocation } from 'wouter';

import { useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { takeLinkToken } from './link-token.ts';
import { Fault } from './parts/Fault.tsx';
import { useLinkSignIn } from './queries.ts';
import styles from './SignInPage.module.css';

export function LinkSignIn(): ReactNode {
  const text = useText();
  const { mutate, reset, isPending, isError, isSuccess, error, data } = useLinkSignIn();
  const [path] = useLocation();
  const { data: session } = useSession();
  useEffect(() => {
    const use = (): void => {
      const token = takeLinkToken();
      if (token !== undefined) mutate(token);
    };
    use();
    // A link that is pasted over the address of this page only changes its fragment.
    addEventListener('hashchange', use);
    return () => removeEventListener('hashchange', use);
  }, [mutate]);
  // What was said of the link is said of the page it was opened on.
  useEffect(() => reset, [path, reset]);
  const isFresh = isSuccess && session?.session.id === data.session.id;
  if (!isPending && !isError && !isFresh) return null;
  return (
    <div className={styles['link']}>
      {isPending && <Banner tone="plain">{text('signIn.byLinkNow')}</Banner>}
      {isError && <Fault error={error} />}
      {isFresh && <Banner tone="ok">{text('app.signedInAs', { name: data.person.name })}</Banner>}
    </div>
  );
}
