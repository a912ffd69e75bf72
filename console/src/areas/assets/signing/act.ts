/** What a form asks for: one call of the contract `assets` in an account's name, as JSON for the reader and as a plan for the SDK. */

import { type JsonObject, type PrepareRequest, principalFromText } from '@stele/protocol';
import {
  assetCallFromJson,
  type AssetArguments,
  OTHERS_SIGN_WITHIN_MS,
  pay,
  paymentForm,
  type RequestedPlan,
} from '@stele/sdk';

import { partyWord } from '../party.ts';

export type ActMethod = keyof AssetArguments | 'pay';

export interface Act {
  /** Who acts and pays. */
  readonly account: string;
  /** Who has to act beside them; each signs too. */
  readonly others?: readonly string[];
  readonly method: ActMethod;
  readonly args: JsonObject;
  /** The command that does the same, without the program's name. */
  readonly command?: string;
}

/** How a command names those who act beside whoever runs it. */
export function withOthers(others: readonly string[]): readonly string[] {
  return others.map((party) => `--with ${partyWord(party)}`);
}

/** As `prepare` takes it. */
export function askedFor({ account, others = [], method, args }: Act): PrepareRequest {
  return {
    calls: [{ contract: 'assets', method, args }],
    signers: [account, ...others],
    payer: account,
    ...timeFor(others),
  };
}

function timeFor(others: readonly string[]): Pick<PrepareRequest, 'validForMs'> {
  return others.length === 0 ? {} : { validForMs: OTHERS_SIGN_WITHIN_MS };
}

/** Rejects with ARGS_MALFORMED for what is not of the contract's form. */
export function planOf({ account, others = [], method, args }: Act): RequestedPlan {
  const payer = principalFromText(account);
  const beside = others.map(principalFromText);
  if (method === 'pay') {
    return { calls: [pay(paymentForm(args), beside)], payer, ...timeFor(others) };
  }
  const actors = [payer, ...beside];
  return { calls: [assetCallFromJson(method, actors, args)], payer, ...timeFor(others) };
}
