/** A page for those who may: others read what it takes, and who grants it. */

import type { ReactNode } from 'react';

import { mayDo, useSession } from '../api/session.ts';
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
  if (mayDo(session, scope)) return children;
  const state = <Outside scope={scope} />;
  return title === undefined ? state : <Page title={title}>{state}</Page>;
}

function Outside({ scope }: Pick<GateProps, 'scope'>): ReactNode {
  const { data: session, error, refetch } = useSession();
  if (session === null) return <SignInNeeded />;
  if (session !== undefined) return <Denied scope={scope} />;
  return error === null ? <Loading /> : <Failed error={error} onRetry={() => void refetch()} />;
}
