/**
 * The account that the reader acts for; undefined as long as they have named none, or may hand nothing in. Where their session ends by
 * itself it stays what it was, so that no form loses what was typed.
 */

import { useState } from 'react';

import { mayDo, useHasPerson, useSession } from '../../../api/session.ts';
import { useWallet } from './use-wallet.ts';

export function useActor(): string | undefined {
  const { data: session } = useSession();
  const { data: wallet } = useWallet();
  const hasPerson = useHasPerson();
  const [before, setBefore] = useState<string>();
  const mine = mayDo(session, 'ledger:submit') ? wallet?.account : undefined;
  const actor = session === null && hasPerson ? before : mine;
  if (actor !== before) setBefore(actor);
  return actor;
}
