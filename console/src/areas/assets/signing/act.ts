/** What a form asks for: one call of the contract `assets` in an account's name, as JSON for the reader and as a plan for the SDK. */

import { type JsonObject, type PrepareRequest, principalFromText } from '@stele/protocol';
import { assetCall, type AssetArguments, pay, type Payment, type RequestedPlan } from '@stele/sdk';

export type ActMethod = keyof AssetArguments | 'pay';

export interface Act {
  /** Who acts and pays. */
  readonly account: string;
  readonly method: ActMethod;
  readonly args: JsonObject;
  /** The command that does the same, without the program's name. */
  readonly command?: string;
}

/** As `prepare` takes it. */
export function askedFor({ account, method, args }: Act): PrepareRequest {
  return {
    calls: [{ contract: 'assets', method, args }],
    signers: [account],
    payer: account,
  };
}

/** Rejects with ARGS_MALFORMED for what is not of the contract's form. */
export function planOf({ account, method, args }: Act): RequestedPlan {
  const payer = principalFromText(account);
  if (method === 'pay') return { calls: [pay(args as unknown as Payment)], payer };
  // What is in the arguments is judged by the contract's schema, not by types.
  return { calls: [assetCall(method, [payer], args as never)], payer };
}
