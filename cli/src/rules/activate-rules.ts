/** The operator activates rules from a height on (spec/contracts.md, "chain"): one transaction, signed with the data folder's key. */

import { activateRules as activationOf, sign } from '@stele/sdk';

import { type Arguments, numberOption } from '../arguments.ts';
import { connectTo, type ServerPlace } from '../client/ledger-client.ts';
import { operatorOf } from '../notarize/operator.ts';
import { adminKeyOf } from '../settings/data-folder.ts';
import { trouble } from '../trouble.ts';

export interface Activation {
  readonly rules: number;
  readonly height: number;
}

const RANGE = { min: 1, max: 999_999_999_999_999 };
const untilProven = { wait: 'proven', timeoutMs: 60_000 } as const;

/** What `--activate` and `--at` say; undefined when neither is given. Rejects with OPTION_MISSING, NUMBER_MALFORMED. */
export function activationIn(given: Arguments): Activation | undefined {
  const rules = numberOption(given, 'activate', RANGE);
  const height = numberOption(given, 'at', RANGE);
  if (rules === undefined && height === undefined) return undefined;
  if (rules === undefined) throw trouble('OPTION_MISSING', { option: 'activate', label: 'N' });
  if (height === undefined) throw trouble('OPTION_MISSING', { option: 'at', label: 'HEIGHT' });
  return { rules, height };
}

/** Rejects with the code of a refusal: ACTIVATION_REFUSED, RULES_NOT_NEWER, HEIGHT_NOT_AHEAD, NOT_AUTHORISED. */
export async function activateRules(
  place: ServerPlace,
  { rules, height }: Activation,
): Promise<void> {
  const operator = operatorOf(place.folder);
  const ledger = await connectTo(place, operator.chain, adminKeyOf(place.folder));
  const call = activationOf(operator.account, rules, height);
  await ledger.submit(sign(ledger.draft({ calls: [call] }), [operator.signer]), untilProven);
}
