/** What a form for sending asks of the ledger. */

import type { BalanceView, ClassView, JsonObject } from '@stele/protocol';
import { classForm, type HoldForm, type OwnerForm, ownerForm } from '@stele/sdk';

import { arrangedOwner, type Arrangement, DIRECT, type Parties } from './arrangement.ts';
import { amountFromText } from './amount.ts';
import { countersignerOf, othersThan, signersOfMove } from './signers.ts';
import { type Act, withOthers } from './signing/act.ts';

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
  /** What is sent is of it. */
  readonly of: Pick<ClassView, 'definition'>;
  /** That a price may be in. */
  readonly classes: readonly Pick<ClassView, 'id' | 'scale'>[];
}

/** Undefined where the account has nothing. Rejects as `amountFromText` and `arrangedOwner` do: a form has checked before. */
export function sendAct(
  { account, balances, of, classes }: SendSource,
  draft: SendDraft,
): Act | undefined {
  const balance = chosenBalance(draft, balances);
  if (balance === undefined) return undefined;
  const { id, organisation, name, scale } = balance.class;
  const parties = partiesOf(account, draft);
  const to = arrangedOwner(draft.arrangement, parties, classes);
  const others = sendersBeside(account, of, ownerForm(to));
  const args: JsonObject = {
    from: account,
    class: id,
    ...(draft.slot === '' ? {} : { slot: draft.slot }),
    amount: String(amountFromText(draft.amount, scale)),
    to,
  };
  return {
    account,
    others,
    method: 'pay',
    args,
    ...commandOf(draft, `${organisation}/${name}`, others),
  };
}

/** Who has to sign beside this account, by what the class wants for the moves that are asked for. */
export function sendersBeside(
  account: string,
  of: Pick<ClassView, 'definition'>,
  to: OwnerForm,
): readonly string[] {
  const definition = classForm(of.definition);
  const roles = movesTo(to, account).flatMap((move) => signersOfMove(definition, move) ?? []);
  return othersThan(account, [...roles, ...countersignerOf(definition)]);
}

/** The moves that handing over to an owner is (spec/assets.md, "Moves"). */
function movesTo(owner: OwnerForm, from: string): readonly string[] {
  const isHandedOver = partyOf(owner) !== from;
  return [
    ...(isHandedOver ? ['transfer'] : []),
    ...('hold' in owner ? movesOfHold(owner.hold) : []),
  ];
}

function movesOfHold({ for: holder, reason, exits }: HoldForm): readonly string[] {
  const gives = exits.some(({ pays, to }) => pays === null && partyOf(to) !== holder);
  const isOffer = exits.some(({ pays }) => pays !== null);
  const isLock = reason === 'pledge' || reason === 'lock';
  return [
    ...(isOffer ? ['offer'] : []),
    ...(!isOffer || gives ? [isLock ? 'pledge' : 'transfer'] : []),
    ...(exits.some(({ step }) => step !== '') ? ['step'] : []),
    ...exits.flatMap(({ to }) => (to !== null && 'hold' in to ? movesOfHold(to.hold) : [])),
  ];
}

/** Whom it counts for; nobody who is known where whoever takes an exit gets it. */
function partyOf(owner: OwnerForm | null): string | undefined {
  if (owner === null) return undefined;
  return 'party' in owner ? owner.party : owner.hold.for;
}

/** The command line puts an output into a hold, not an amount of a class: for that there is no one command. */
function commandOf(
  { arrangement, amount, slot, to }: SendDraft,
  className: string,
  others: readonly string[],
): Pick<Act, 'command'> {
  if (arrangement.template !== '') return {};
  const ofSlot = slot === '' ? '' : ` --slot ${slot}`;
  const send = `asset send ${className} ${amount.trim()} --to ${to.trim()}${ofSlot}`;
  return { command: [send, ...withOthers(others)].join(' ') };
}
