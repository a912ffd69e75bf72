/**
 * A sign-in link that was opened, on whatever page. Used at once where nobody is signed in; somebody who is gets asked first, since a link
 * that another has planted would have them work under a name that is not theirs.
 */

import { type ReactNode, useCallback, useEffect, useState } from 'react';

import { Link, useLocation } from 'wouter';

import { type Session, useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { takeLinkToken } from './link-token.ts';
import { Fault } from './parts/Fault.tsx';
import { type SignIn, useLinkSignIn } from './queries.ts';
import styles from './SignInPage.module.css';

export function LinkSignIn(): ReactNode {
  const signIn = useLinkSignIn();
  const { mutate, reset } = signIn;
  const [path] = useLocation();
  const { data: session } = useSession();
  const [held, release] = useHeldToken(mutate);
  // What was said of the link is said of the page it was opened on.
  useEffect(() => reset, [path, reset]);
  if (held === undefined) return <Outcome signIn={signIn} session={session?.session.id} />;
  const use = (): void => {
    release();
    mutate(held);
  };
  return <Question name={session?.person.name} onUse={use} onLeave={release} />;
}

interface OutcomeProps {
  readonly signIn: SignIn<string>;
  /** The one in force. */
  readonly session: string | undefined;
}

function Outcome({ signIn, session }: OutcomeProps): ReactNode {
  const text = useText();
  const { isPending, isError, isSuccess, error, data } = signIn;
  const isFresh = isSuccess && session === data.session.id;
  if (!isPending && !isError && !isFresh) return null;
  return (
    <div className={styles['link']}>
      {isPending && <Banner tone="plain">{text('signIn.byLinkNow')}</Banner>}
      {isError && <Fault error={error} />}
      {isFresh && (
        <Banner tone="ok">
          <p>{text('app.signedInAs', { name: data.person.name })}</p>
          {hasNoWay(data) && (
            <p>
              {text('signIn.comeBack')} <Link href="/settings">{text('signIn.comeBackDo')}</Link>
            </p>
          )}
        </Banner>
      )}
    </div>
  );
}

/** A link works once: who has nothing else cannot come back without another. */
function hasNoWay({ ways }: Session): boolean {
  return !ways.password && ways.passkeys === 0;
}

/** The token that waits for an answer, and how to let it go. Asks the server who is signed in: another tab may have done it. */
function useHeldToken(use: (token: string) => void): [string | undefined, () => void] {
  const { refetch } = useSession();
  const [held, setHeld] = useState<string>();
  const consider = useCallback(
    async (token: string) => {
      const { data, isSuccess } = await refetch();
      if (isSuccess && data === null) use(token);
      else setHeld(token);
    },
    [refetch, use],
  );
  useEffect(() => {
    const take = (): void => {
      const token = takeLinkToken();
      if (token !== undefined) void consider(token);
    };
    take();
    // A link that is pasted over the address of this page only changes its fragment.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [consider]);
  return [held, () => setHeld(undefined)];
}

interface QuestionProps {
  /** Undefined: the server does not say who is signed in. */
  readonly name: string | undefined;
  readonly onUse: () => void;
  readonly onLeave: () => void;
}

function Question({ name, onUse, onLeave }: QuestionProps): ReactNode {
  const text = useText();
  return (
    <div className={styles['link']}>
      <Banner tone="attention">
        <p>
          {name === undefined ? text('signIn.linkAskUnknown') : text('signIn.linkAsk', { name })}
        </p>
        <p className={styles['acts']}>
          <Button onClick={onUse}>{text('signIn.linkUse')}</Button>
          <Button look="quiet" onClick={onLeave}>
            {text('signIn.linkLeave')}
          </Button>
        </p>
      </Banner>
    </div>
  );
}
