/** For what is mine: the account that this browser keeps for who is signed in, or the way to name one. */

import type { ReactNode } from 'react';

import { useSession } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import { LinkButton } from '../../../ui/LinkButton.tsx';
import { Answered, Empty, Failed, Loading, SignInNeeded } from '../../../ui/States.tsx';
import { useWallet } from '../keys/use-wallet.ts';

export interface MyAccountProps {
  readonly children: (account: string) => ReactNode;
}

export function MyAccount({ children }: MyAccountProps): ReactNode {
  const text = useText();
  return (
    <MyWallet>
      {({ account }) =>
        account === undefined ? (
          <Empty
            sentence={text('assets.noAccount')}
            action={<LinkButton href="/assets/mine">{text('assets.nameAccount')}</LinkButton>}
          />
        ) : (
          children(account)
        )
      }
    </MyWallet>
  );
}

export interface MyWalletProps {
  readonly children: (wallet: NonNullable<ReturnType<typeof useWallet>['data']>) => ReactNode;
}

export function MyWallet({ children }: MyWalletProps): ReactNode {
  const { data: session, error, refetch } = useSession();
  const wallet = useWallet();
  // Whose session has ended by itself goes on where they are.
  if (session === null && wallet.data === undefined) return <SignInNeeded />;
  if (session === undefined) {
    return error === null ? <Loading /> : <Failed error={error} onRetry={() => void refetch()} />;
  }
  return <Answered of={wallet}>{children}</Answered>;
}
