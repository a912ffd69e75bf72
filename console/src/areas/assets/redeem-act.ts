/** Giving back what one holds: an amount of one output, with those whom the class wants to act for it; the rest stays with the holder. */

import type { OutputView } from '@stele/protocol';
import { type ClassForm, inputOf } from '@stele/sdk';

import { amountFromText } from './amount.ts';
import { countersignerOf, othersThan, signersOfMove } from './signers.ts';
import { type Act, withOthers } from './signing/act.ts';

/** Who has to act for a redemption beside the holder; undefined where the class allows none. */
export function redeemersOf(
  definition: Pick<ClassForm, 'moves' | 'roles' | 'countersigner'>,
  account: string,
): readonly string[] | undefined {
  const redeemers = signersOfMove(definition, 'redeem');
  if (redeemers === undefined) return undefined;
  return othersThan(account, [...redeemers, ...countersignerOf(definition)]);
}

export interface Redeeming {
  readonly output: Pick<OutputView, 'id' | 'guard' | 'amount' | 'class'>;
  /** Whose it is. */
  readonly account: string;
  /** As typed. */
  readonly amount: string;
  /** Who acts beside the holder. */
  readonly redeemers: readonly string[];
}

/** Undefined for more than the output has. Rejects as `amountFromText` does: a form has checked before. */
export function redeemAct({ output, account, amount, redeemers }: Redeeming): Act | undefined {
  const redeemed = amountFromText(amount, output.class.scale);
  const rest = BigInt(output.amount) - redeemed;
  if (rest < 0n) return undefined;
  const change = rest === 0n ? [] : [{ like: 0, amount: String(rest), to: { party: account } }];
  return {
    account,
    others: redeemers,
    method: 'redeem',
    args: { inputs: [{ ...inputOf(output) }], change },
    command: [
      `asset redeem ${output.id}`,
      ...(rest === 0n ? [] : [`--amount ${amount.trim()}`]),
      ...withOthers(redeemers),
    ].join(' '),
  };
}
