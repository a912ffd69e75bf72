/** What the twin makes of what it has taken in: lots, shares, payments. */

import { type Books, classIn, isIssuer, partyOf } from './books.ts';
import type {
  TwinClass,
  TwinNewOutput,
  TwinOutput,
  TwinOwner,
  TwinPlace,
  TwinState,
  TwinValue,
} from './model.ts';
import { checkOwner } from './owners.ts';
import { canonical, refuseIf } from './principals.ts';
import type { Taken } from './taking.ts';

/** An output without its key yet. */
export interface Made {
  readonly output: TwinOutput;
  readonly origin: 'issue' | 'exit' | 'listed' | 'step';
  readonly isHandedOver: boolean;
  readonly isPrimary: boolean;
}

export function lotOf({ class: of, slot, state, payload }: TwinOutput): string {
  return JSON.stringify([of, slot, state, payload]);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, one) => all + one, 0n);
}

/** A listed output and the input it is like. */
export interface Pair {
  readonly listed: TwinNewOutput;
  readonly like: Taken;
}

export function pairsOf(
  books: Books,
  place: TwinPlace,
  taken: readonly Taken[],
  outputs: readonly TwinNewOutput[],
): Pair[] {
  const pairs = outputs.flatMap((listed) => {
    const like = taken[listed.like];
    refuseIf(like === undefined || like.exit !== undefined, 'LIKE_UNKNOWN');
    return like === undefined ? [] : [{ listed, like }];
  });
  for (const { listed, like } of pairs) {
    checkOwner(books, classIn(books, like.output.class), listed.to, place.timeMs);
  }
  return pairs;
}

/** Lot by lot: what plain inputs bring, what listed outputs take. */
export function sumsOf(
  taken: readonly Taken[],
  pairs: readonly Pair[],
): {
  readonly lot: string;
  readonly class: string;
  readonly before: bigint;
  readonly after: bigint;
}[] {
  const plain = taken.filter(({ exit }) => exit === undefined);
  const lots = [...new Set(plain.map(({ output }) => lotOf(output)))];
  return lots.map((lot) => {
    const own = plain.filter(({ output }) => lotOf(output) === lot);
    return {
      lot,
      class: own[0]?.output.class ?? '',
      before: sum(own.map(({ output }) => output.amount)),
      after: sum(
        pairs
          .filter(({ like }) => lotOf(like.output) === lot)
          .map(({ listed }) => BigInt(listed.amount)),
      ),
    };
  });
}

/** What a party has of a lot before and after. */
function shareOf(
  party: string,
  lot: string,
  taken: readonly Taken[],
  pairs: readonly Pair[],
): { before: bigint; after: bigint; own: TwinOutput[] } {
  const own = taken
    .filter(({ exit, output }) => exit === undefined && lotOf(output) === lot)
    .map(({ output }) => output)
    .filter((output) => partyOf(output.owner) === party);
  const to = pairs.filter(
    ({ listed, like }) => lotOf(like.output) === lot && partyOf(listed.to) === party,
  );
  return {
    before: sum(own.map(({ amount }) => amount)),
    after: sum(to.map(({ listed }) => BigInt(listed.amount))),
    own,
  };
}

/** Those who leave a lot with less than they brought. */
export function giversOf(
  lot: string,
  taken: readonly Taken[],
  pairs: readonly Pair[],
): { party: string; own: TwinOutput[] }[] {
  const parties = new Set(taken.map(({ output }) => partyOf(output.owner)));
  return [...parties].flatMap((party) => {
    const { before, after, own } = shareOf(party, lot, taken, pairs);
    return after < before ? [{ party, own }] : [];
  });
}

/** What a first holder has put in and gets back as more than that. */
export function joinedIn(taken: readonly Taken[], pairs: readonly Pair[]): TwinOutput[] {
  const plain = taken.filter(({ exit }) => exit === undefined).map(({ output }) => output);
  return plain.filter((output) => {
    const lot = lotOf(output);
    const { before, after, own } = shareOf(partyOf(output.owner), lot, taken, pairs);
    const whole = plain.filter((other) => lotOf(other) === lot);
    const deepest = Math.max(...own.map(({ depth }) => depth));
    const hands = after > before ? 1 + Math.max(...whole.map(({ depth }) => depth)) : deepest;
    return output.depth === 1 && after > 0n && hands > 1;
  });
}

/** A hold for an issuer is not: anybody can make one. */
function isInHandsOfIssuer(of: TwinClass, owner: TwinOwner): boolean {
  return owner.hold === undefined && isIssuer(of, partyOf(owner));
}

export function makeListed(
  books: Books,
  { timeMs }: TwinPlace,
  taken: readonly Taken[],
  pairs: readonly Pair[],
): Made[] {
  return pairs.map(({ listed, like }) => {
    const lot = lotOf(like.output);
    const party = partyOf(listed.to);
    const of = classIn(books, like.output.class);
    const { before, after, own } = shareOf(party, lot, taken, pairs);
    const isHandedOver = after > before;
    const all = taken
      .filter(({ exit, output }) => exit === undefined && lotOf(output) === lot)
      .map(({ output }) => output);
    const handsBefore = Math.max(...all.map(({ depth }) => depth));
    const age = isHandedOver
      ? { acquiredAtMs: timeMs, depth: isInHandsOfIssuer(of, listed.to) ? 0 : handsBefore + 1 }
      : {
          acquiredAtMs: Math.max(...own.map(({ acquiredAtMs }) => acquiredAtMs)),
          depth: Math.max(...own.map(({ depth }) => depth)),
        };
    const output = { ...like.output, key: '', amount: BigInt(listed.amount), owner: listed.to };
    const isPrimary =
      isHandedOver && giversOf(lot, taken, pairs).every((giver) => isIssuer(of, giver.party));
    return { output: { ...output, ...age }, origin: 'listed', isHandedOver, isPrimary };
  });
}

export function makeExit(
  books: Books,
  { timeMs }: TwinPlace,
  actors: readonly string[],
  { output, exit }: Taken,
): Made {
  const of = classIn(books, output.class);
  const owner: TwinOwner = exit?.to ?? { party: actors[0] ?? '' };
  const party = partyOf(owner);
  const from = partyOf(output.owner);
  const isHandedOver = party !== from;
  const age = isHandedOver
    ? { acquiredAtMs: timeMs, depth: isInHandsOfIssuer(of, owner) ? 0 : output.depth + 1 }
    : {};
  const state = stepped(books, output, exit?.step ?? '', []);
  return {
    output: { ...output, key: '', owner, state, ...age },
    origin: 'exit',
    isHandedOver,
    isPrimary: isHandedOver && isIssuer(of, from) && output.depth === 0,
  };
}

/** The state after a step, if there is such a step. */
export function stepped(
  books: Books,
  { class: id, state }: TwinOutput,
  name: string,
  values: readonly TwinValue[],
): TwinState | null {
  const { steps, fields } = classIn(books, id);
  const step = steps.find((one) => one.name === name);
  if (step === undefined || state === null) return state;
  return {
    name: step.to,
    values: fields.map((field, i) => {
      const place = step.sets.indexOf(field.name);
      return place < 0 ? (state.values[i] ?? null) : (values[place] ?? null);
    }),
  };
}

export function checkPayments(taken: readonly Taken[], pairs: readonly Pair[]): void {
  const wanted = taken.flatMap(({ exit }) => (exit?.pays ? [exit.pays] : []));
  const netOf = (to: string, classOf: string, slot: string | null): bigint => {
    const isIn = (output: TwinOutput): boolean =>
      output.class === classOf && (slot === null || output.slot === slot);
    const received = pairs.filter(
      ({ listed, like }) =>
        listed.to.party !== undefined && canonical(listed.to.party) === to && isIn(like.output),
    );
    const given = taken.filter(
      ({ exit, output }) => exit === undefined && partyOf(output.owner) === to && isIn(output),
    );
    return (
      sum(received.map(({ listed }) => BigInt(listed.amount))) -
      sum(given.map(({ output }) => output.amount))
    );
  };
  for (const one of wanted) {
    const to = canonical(one.to);
    const same = wanted.filter((other) => canonical(other.to) === to && other.class === one.class);
    const inSlot = same.filter(({ slot }) => (slot ?? null) === (one.slot ?? null));
    const demand = (demands: readonly { readonly amount: string }[]): bigint =>
      sum(demands.map(({ amount }) => BigInt(amount)));
    refuseIf(netOf(to, one.class, null) < demand(same), 'PAYMENT_MISSING');
    if (one.slot) refuseIf(netOf(to, one.class, one.slot) < demand(inSlot), 'PAYMENT_MISSING');
  }
}
