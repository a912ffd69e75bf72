/** Calls of the contract `accounts` (spec/contracts.md). */

import { concat, utf8 } from '@stele/base';
import { ACCOUNT_BYTES, accountToText, principalToCbor, principalToText } from '@stele/protocol';
import type { Principal, Suite } from '@stele/protocol';
import { accountPrincipal, plannedCall } from './planned-call.ts';
import type { PlannedCall } from './planned-call.ts';

const KEY_ACCOUNT_DOMAIN = utf8('stele/key-account/v1');

/** The account that is opened for a single key unless another is named: whoever has the key knows the account. */
export function accountOfKey(suite: Suite, publicKey: Uint8Array): Uint8Array {
  return suite.H(concat(KEY_ACCOUNT_DOMAIN, publicKey)).slice(0, ACCOUNT_BYTES);
}

export interface AccountOpening {
  /** 16 bytes. */
  readonly account: Uint8Array;
  /** A key, or m of keys. */
  readonly authority: Principal;
  /** Units it may use; null for no limit. */
  readonly quota: number | null;
  readonly administrator: boolean;
}

/** Opens an account; `administrator` is the administrator account that acts. */
export function openAccount(administrator: Uint8Array, opening: AccountOpening): PlannedCall {
  const { account, authority, quota, administrator: isAdministrator } = opening;
  const positional = [account, principalToCbor(authority), quota, isAdministrator];
  const named = {
    account: accountToText(account),
    authority: principalToText(authority),
    quota,
    administrator: isAdministrator,
  };
  const target = { contract: 'accounts', method: 'open' };
  return plannedCall(target, [accountPrincipal(administrator)], { positional, named });
}

/** Lets another authority speak for an account. Both act, so both sign: no account falls to keys that nobody has. */
export function setKeys(account: Uint8Array, authority: Principal): PlannedCall {
  const positional = [account, principalToCbor(authority)];
  const named = { account: accountToText(account), authority: principalToText(authority) };
  const target = { contract: 'accounts', method: 'set-keys' };
  return plannedCall(target, [accountPrincipal(account), authority], { positional, named });
}

/** Sets the units an account has left; null for no limit. */
export function setQuota(
  administrator: Uint8Array,
  account: Uint8Array,
  quota: number | null,
): PlannedCall {
  const positional = [account, quota];
  const named = { account: accountToText(account), quota };
  const target = { contract: 'accounts', method: 'set-quota' };
  return plannedCall(target, [accountPrincipal(administrator)], { positional, named });
}

/** Adds to the units an account has left: two at once both count. Refused with QUOTA_ABSENT where there is no limit. */
export function addQuota(
  administrator: Uint8Array,
  account: Uint8Array,
  units: number,
): PlannedCall {
  const positional = [account, units];
  const named = { account: accountToText(account), units };
  const target = { contract: 'accounts', method: 'add-quota' };
  return plannedCall(target, [accountPrincipal(administrator)], { positional, named });
}
