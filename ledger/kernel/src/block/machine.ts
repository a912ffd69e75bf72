/** What executes a block: contracts, under the rules of that block. */

import { Accounts } from '../execution/accounts.ts';
import type { Environment } from '../execution/environment.ts';
import type { KeyHashes } from '../execution/signers.ts';
import { Timers } from '../execution/timers.ts';

/** What executes, under the rules of the next block. */
export interface Machine extends Pick<
  Environment,
  'contracts' | 'crypto' | 'memberCount' | 'rules'
> {
  readonly keyHashes: KeyHashes;
}

/** What execution of a block at a place has at hand. */
export function environmentOf(
  { contracts, crypto, memberCount, rules }: Machine,
  { state, height, timeMs }: Pick<Environment, 'state' | 'height' | 'timeMs'>,
): Environment {
  const accounts = new Accounts(state);
  const timers = new Timers(state);
  return { rules, contracts, state, accounts, timers, crypto, height, timeMs, memberCount };
}
