/** The reader as somebody who may freeze: their account, and whether it is an administrator's. */

import { useAccount } from '../../explorer/account-state.ts';
import { useActor } from '../keys/use-actor.ts';
import type { Officer } from './mark-act.ts';

/** Undefined for who may hand nothing in. */
export function useOfficer(): Officer | undefined {
  const account = useActor();
  const { data } = useAccount(account ?? '');
  if (account === undefined) return undefined;
  return { account, isAdministrator: data?.isAdministrator ?? false };
}
