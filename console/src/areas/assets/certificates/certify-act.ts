/** Certifying who may hold what asks for it, and taking that back: what a form asks of the ledger. */

import { partyWord } from '../party.ts';
import { othersThan } from '../signers.ts';
import type { Act } from '../signing/act.ts';

export interface Certifying {
  /** Who acts, and pays. */
  readonly account: string;
  /** By whose word the party may hold. */
  readonly registrar: string;
  readonly party: string;
}

/** `untilMs` null: without end. */
export function certifyAct(certifying: Certifying, untilMs: number | null): Act {
  const { registrar, party } = certifying;
  const end = untilMs === null ? [] : [`--until ${new Date(untilMs).toISOString()}`];
  return {
    ...actOf(certifying, end),
    method: 'certify',
    args: { registrar, party, until: untilMs },
  };
}

export function decertifyAct(certifying: Certifying): Act {
  const { registrar, party } = certifying;
  return {
    ...actOf(certifying, ['--withdraw']),
    method: 'decertify',
    args: { registrar, party },
  };
}

/** On the command line the account that acts is the registrar; for several together there is no one command. */
function actOf(
  { account, registrar, party }: Certifying,
  options: readonly string[],
): Pick<Act, 'account' | 'others' | 'command'> {
  const others = othersThan(account, [registrar]);
  if (registrar !== account) return { account, others };
  return {
    account,
    others,
    command: ['asset certify', partyWord(party), ...options].join(' '),
  };
}
