/** Principals as people type them, in forms and on command lines, and as the contract's tables have them. */

import { isCoded } from '@stele/base';
import { partyOf } from '@stele/contracts';
import { portableCrypto, principalFromText, principalToText } from '@stele/protocol';

/** Its one text; undefined when it is none. */
export function partyFrom(typed: string): string | undefined {
  try {
    return principalToText(principalFromText(typed.trim()));
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

/** As a command line takes it: a threshold has brackets, which a shell reads as its own. */
export function partyWord(party: string): string {
  return party.includes('(') ? `'${party}'` : party;
}

const SHA_256 = 1;
const sha256 = (bytes: Uint8Array): Uint8Array => portableCrypto.hash(SHA_256, bytes);

/** As keys of the contract's tables have it. Rejects as `principalFromText` does. */
export function partyBytes(party: string): Uint8Array {
  return partyOf(sha256, principalFromText(party));
}
