/** Principals as people type them, in forms and on command lines. */

import { isCoded } from '@stele/base';
import { principalFromText, principalToText } from '@stele/protocol';

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
