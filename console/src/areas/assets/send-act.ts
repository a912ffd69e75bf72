/** What a form for sending asks of the ledger. */

import type { BalanceView, ClassView, JsonObject } from '@stele/protocol';

import { arrangedOwner, type Arrangement, DIRECT, type Parties } from './arrangement.ts';
import { amountFromText } from './amount.ts';
import type { Act } from './signing/act.ts';

export interface SendDraft {
  /** Id of the class; empty: the first that there is. */
  readonly class: string;
  /** Empty: whichever there is. */
  readonly slot: string;
  readonly amount: string;
  readonly to: string;
  readonly arrangement: Arrangement;
}

/** What an address may say beforehand. */
export function emptyDraft(search: URLSearchParams): SendDraft {
  return {
    class: search.get('class') ?? '',
    slot: search.get('slot') ?? '',
    amount: search.get('amount') ?? '',
    to: search.get('to') ?? '',
    arrangement: DIRECT,
  };
}

/** The balance that is meant: of the class chosen, else the first. */
export function chosenBalance(
  draft: Pick<SendDraft, 'class'>,
  balances: readonly BalanceView[],
): BalanceView | undefined {
  return balances.find((balance) => balance.class.id === draft.class) ?? balances[0];
}

export function partiesOf(account: string, { to }: Pick<SendDraft, 'to'>): Parties {
  return { from: account, to: to.trim() };
}

export interface SendSource {
  readonly account: string;
  /** What it has and may dispose of. */
  readonly balances: readonly BalanceView[];
  /** That a price may be in. */
  readonly classes: readonly ClassView[];
}

/** Undefined where the account has nothing. Rejects as `amountFromText` and `arrangedOwner` do: a form has checked before. */
export function sendAct(
  { account, balances, classes }: SendSource,
  draft: SendDraft,
): Act | undefined {
  const balance = chosenBalance(draft, balances);
  if (balance === undefined) return undefined;
  const { id, organisation, name, scale } = balance.class;
  const parties = partiesOf(account, draft);
  const args: JsonObject = {
    from: account,
    class: id,
    ...(draft.slot === '' ? {} : { slot: draft.slot }),
    amount: String(amountFromText(draft.amount, scale)),
    to: arrangedOwner(draft.arrangement, parties, classes),
  };
  return {
    account,
    method: 'pay',
    args,
    ...commandOf(draft, `${organisation}/${name}`),
  };
}

/** The command line puts an output into a hold, not an amount of a class: for that there is no one command. */
function commandOf(
  { arrangement, amount, slot, to }: SendDraft,
  className: string,
): Pick<Act, 'command'> {
  if (arrangement.template !== '') return {};
  const ofSlot = slot === '' ? '' : ` --slot ${slot}`;
  return { command: `asset send ${className} ${amount.trim()} --to ${to.trim()}${ofSlot}` };
}
