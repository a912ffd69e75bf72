/** Taking an exit of a hold: the output by key and guard, what the exit asks for, and the payment beside it where it is sold. */

import type { JsonValue, OutputView } from '@stele/protocol';
import { inputOf, selectOutputs } from '@stele/sdk';

import type { Exit } from './owner.ts';
import type { Act } from './signing/act.ts';

export interface Taking {
  readonly output: Pick<OutputView, 'id' | 'guard'>;
  readonly exit: Exit;
  /** Who acts, and pays. */
  readonly account: string;
  /** 64 hexadecimal digits; null where the exit asks for none. */
  readonly preimage: string | null;
  /** What the account has of the class that is to be paid. */
  readonly funds: readonly OutputView[];
}

/** Undefined when the funds of no slot reach the price. */
export function exitAct({ output, exit, account, preimage, funds }: Taking): Act | undefined {
  const payment = paymentOf(exit, account, funds);
  if (payment === undefined) return undefined;
  const inputs = [inputOf(output, { exit: exit.name, preimage }), ...payment.inputs];
  return {
    account,
    method: 'transfer',
    args: { inputs: inputs.map((input) => ({ ...input })), outputs: payment.outputs },
    command: `asset exit ${output.id} ${exit.name}${preimage === null ? '' : ` --preimage ${preimage}`}`,
  };
}

interface Paying {
  readonly inputs: readonly ReturnType<typeof inputOf>[];
  readonly outputs: readonly JsonValue[];
}

/** The held output is the first input, so what is paid with begins at the second. */
const FIRST_COIN = 1;

function paymentOf(
  { pays }: Exit,
  account: string,
  funds: readonly OutputView[],
): Paying | undefined {
  if (pays === null) return { inputs: [], outputs: [] };
  const price = BigInt(pays.amount);
  const coins = selectOutputs(funds, price, pays.slot ?? undefined);
  if (coins === undefined) return undefined;
  const rest = coins.reduce((sum, { amount }) => sum + BigInt(amount), 0n) - price;
  const part = (amount: bigint, party: string): JsonValue => ({
    like: FIRST_COIN,
    amount: String(amount),
    to: { party },
  });
  return {
    inputs: coins.map((coin) => inputOf(coin)),
    outputs: [part(price, pays.to), ...(rest === 0n ? [] : [part(rest, account)])],
  };
}
