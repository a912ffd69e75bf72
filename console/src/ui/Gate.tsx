/**
 * A page for those who may: others read what it takes, and who grants it. A session that ends by itself leaves what is typed where it is,
 * until its person is back; signing out, or another person, does not.
 */

import { type ReactNode, useState } from 'react';

import { mayDo, useHasPerson, useSession } from '../api/session.ts';
import { useText } from '../text/context.tsx';
import { Banner } from './Banner.tsx';
import { Page } from './Page.tsx';
import { Denied, Failed, Loading, SignInNeeded } from './States.tsx';

export interface GateProps {
  readonly scope: string;
  /** Of a page whose own title only those know who may see it. */
  readonly title?: string;
  readonly children: ReactNode;
}

export function Gate({ scope, title, children }: GateProps): ReactNode {
  const { data: session } = useSession();
  const hasPerson = useHasPerson();
  const [wasOpen, setWasOpen] = useState(false);
  const isIn = mayDo(session, scope);
  const isWaiting = wasOpen && hasPerson && session === null;
  const isOpen = isIn || isWaiting;
  if (isOpen !== wasOpen) setWasOpen(isOpen);
  if (isOpen) {
    return (
      <>
        {isWaiting && (
          <Banner tone="attention">
            <SessionEnded />
          </Banner>
        )}
        {children}
      </>
    );
  }
  const state = <Outside scope={scope} />;
  return title === undefined ? state : <Page title={title}>{state}</Page>;
}

/** Signing in beside the page loses nothing of it. */
export function SessionEnded(): ReactNode {
  const text = useText();
  return (
    <>
      {text('app.sessionEnded')}{' '}
      <a href="/sign-in" target="_blank" rel="noreferrer">
        {text('app.signIn')}
      </a>
    </>
  );
}

function Outside({ scope }: Pick<GateProps, 'scope'>): ReactNode {
  const { data: session, error, refetch } = useSession();
  if (session === null) return <SignInNeeded />;
  if (session !== undefined) return <Denied scope={scope} />;
  return error === null ? <Loading /> : <Failed error={error} onRetry={() => void refetch()} />;
}
