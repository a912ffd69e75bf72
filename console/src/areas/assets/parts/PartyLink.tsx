/** A party by its principal: an account leads to what it holds, others are told as they are. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../../../text/context.tsx';
import { shortened } from '../../../ui/shortened.ts';
import { useWallet } from '../keys/use-wallet.ts';

export function PartyLink({ party }: { readonly party: string }): ReactNode {
  const text = useText();
  const { data: wallet } = useWallet();
  const isMine = party !== '' && wallet?.account === party;
  return (
    <span>
      <Link href={`/assets/accounts/${encodeURIComponent(party)}`} title={party}>
        <code>{shortened(party)}</code>
      </Link>
      {isMine && ` ${text('assets.isMe')}`}
    </span>
  );
}
