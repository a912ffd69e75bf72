/** Steps 5 to 8 in the twin's words, and what then stands in its books. */

import { balanceIn, type Books, classIn, isOrgan, partyOf, principalOfRole } from './books.ts';
import { keyOf, typeOf } from './ids.ts';
import { giversOf, joinedIn, lotOf, type Made, type Pair } from './making.ts';
import type { TwinClass, TwinHold, TwinPlace, TwinStep, TwinValue } from './model.ts';
import { holdsIn, lapseIn } from './owners.ts';
import { acts, canonical, no, refuseIf } from './principals.ts';
import type { Taken } from './taking.ts';

export interface TwinDeed {
  readonly place: TwinPlace;
  readonly actors: readonly string[];
  readonly taken: readonly Taken[];
  readonly pairs: readonly Pair[];
  readonly made: readonly Made[];
  /** Classes of which something may end. */
  readonly burnt: readonly string[];
  readonly steps: readonly { readonly taken: Taken; readonly name: string }[];
  readonly values: readonly TwinValue[];
  readonly isTimer: boolean;
}

export function finish(books: Books, deed: TwinDeed): void {
  const isPaid = books.hasPaid || deed.made.some((one) => isMoney(books, one) && one.isHandedOver);
  checkMoves(books, deed, isPaid);
  checkLimits(books, deed);
  checkRest(books, deed);
  const after = [
    ...books.outputs.filter((output) => !deed.taken.some((one) => one.output === output)),
    ...deed.made.map(({ output }, place) => ({ ...output, key: keyOf(deed.place, place) })),
  ];
  checkPerHolder(books, after, deed);
  checkForValue(books, deed, isPaid);
  checkCertified(books, deed);
  checkSteps(books, deed);
  if (!deed.isTimer) checkCountersigners(books, deed);
  for (const { output } of deed.taken) books.timers.delete(output.key);
  for (const [place, { output }] of deed.made.entries()) {
    const from = lapseIn(output.owner)?.from;
    if (typeof from !== 'number') continue;
    books.timers.set(keyOf(deed.place, place), Math.max(from, deed.place.timeMs));
  }
  books.outputs = after;
}

function isMoney(books: Books, { output }: Made): boolean {
  return classIn(books, output.class).kind === 'money';
}

function isGood(books: Books, made: Made): boolean {
  return made.isHandedOver && !isMoney(books, made);
}

function movesOf({ for: holder, reason, exits }: TwinHold): string[] {
  const moves: string[] = exits.some(({ step }) => step) ? ['step'] : [];
  const free = exits.filter(({ pays }) => !pays);
  if (free.length < exits.length) moves.push('offer');
  const leavesHand = free.some(({ to }) => !to || partyOf(to) !== canonical(holder));
  if (free.length === exits.length || leavesHand) {
    moves.push(reason === 'pledge' || reason === 'lock' ? 'pledge' : 'transfer');
  }
  return moves;
}

function checkMoves(books: Books, { made, burnt, actors }: TwinDeed, isPaid: boolean): void {
  const moves = made.flatMap((one): [string, string][] => {
    const { output, origin, isHandedOver } = one;
    const needed: string[] = [];
    if (origin === 'issue' || origin === 'step') needed.push(origin);
    if (origin === 'listed' && isHandedOver) needed.push('transfer');
    if (origin === 'issue' || origin === 'listed') {
      needed.push(...holdsIn(output.owner).flatMap(movesOf));
    }
    if (isPaid && isGood(books, one)) needed.push('sale');
    return needed.map((move) => [output.class, move]);
  });
  moves.push(...burnt.map((id): [string, string] => [id, 'redeem']));
  for (const [id, move] of moves) {
    refuseIf(!classIn(books, id).moves.some((one) => one.move === move), 'MOVE_FORBIDDEN');
  }
  for (const [id, move] of moves) {
    refuseIf(!rolesAct(classIn(books, id), move, actors), 'ROLE_NOT_ACTING');
  }
}

function rolesAct(of: TwinClass, move: string, actors: readonly string[]): boolean {
  const names = of.moves.find((one) => one.move === move)?.by ?? [];
  return names.every((name) => acts(actors, principalOfRole(of, name)));
}

const DAY_MS = 86_400_000;

function checkLimits(books: Books, { made }: TwinDeed): void {
  for (const { output, origin } of made) {
    const { partMin } = classIn(books, output.class).limits;
    const isCut = origin === 'issue' || origin === 'listed';
    refuseIf(isCut && partMin !== null && output.amount < BigInt(partMin), 'PART_TOO_SMALL');
  }
  for (const { output, isHandedOver } of made) {
    const { depthMax } = classIn(books, output.class).limits;
    refuseIf(isHandedOver && depthMax !== null && output.depth > depthMax, 'DEPTH_EXCEEDED');
  }
}

function checkRest(books: Books, { made, taken, pairs, place }: TwinDeed): void {
  const left = taken.filter((one) => one.exit !== undefined);
  const exits = made.filter(({ origin }) => origin === 'exit');
  const given = left.filter((_, i) => exits[i]?.isHandedOver).map(({ output }) => output);
  const lots = made
    .filter(({ origin, isHandedOver }) => origin === 'listed' && isHandedOver)
    .map(({ output }) => lotOf(output));
  for (const lot of lots) given.push(...giversOf(lot, taken, pairs).flatMap(({ own }) => own));
  given.push(...joinedIn(taken, pairs));
  for (const output of given) {
    const { rest } = classIn(books, output.class).limits;
    if (rest === null || output.depth === 0) continue;
    const days = output.depth === 1 ? rest.firstDays : rest.nextDays;
    refuseIf(place.timeMs < output.acquiredAtMs + days * DAY_MS, 'RESTING');
  }
}

function checkPerHolder(books: Books, after: Books['outputs'], { made }: TwinDeed): void {
  for (const { output } of made) {
    const of = classIn(books, output.class);
    const party = partyOf(output.owner);
    if (of.limits.perHolder === null || isOrgan(of, party)) continue;
    const total = (outputs: Books['outputs']): bigint => {
      const { free, held } = balanceIn({ outputs }, party, output.class);
      return free + held;
    };
    const isMore = total(after) > total(books.outputs);
    refuseIf(isMore && total(after) > BigInt(of.limits.perHolder), 'HOLDER_LIMIT_EXCEEDED');
  }
}

function checkForValue(books: Books, { made, actors }: TwinDeed, isPaid: boolean): void {
  const goods = made.filter((one) => isGood(books, one));
  const isWrong = ({ output, isPrimary }: Made): boolean => {
    const { forValue } = classIn(books, output.class).limits;
    return forValue === 'never' || (forValue === 'primary' && !isPrimary);
  };
  if (isPaid) {
    refuseIf(goods.some(isWrong), 'NOT_FOR_VALUE');
    if (books.unpayable !== '') no(books.unpayable);
    books.hasPaid = true;
    return;
  }
  if (books.unpayable !== '') return;
  const classes = goods.map(({ output }) => classIn(books, output.class));
  if (classes.some(({ moves }) => !moves.some(({ move }) => move === 'sale'))) {
    books.unpayable = 'MOVE_FORBIDDEN';
  } else if (classes.some((of) => !rolesAct(of, 'sale', actors))) {
    books.unpayable = 'ROLE_NOT_ACTING';
  } else if (goods.some(isWrong)) books.unpayable = 'NOT_FOR_VALUE';
}

function checkCertified(books: Books, { made, place }: TwinDeed): void {
  for (const { output, isHandedOver } of made) {
    const of = classIn(books, output.class);
    const party = partyOf(output.owner);
    if (of.holders === null || !isHandedOver || isOrgan(of, party)) continue;
    const until = books.certified.get(`${canonical(of.holders)} ${party}`);
    const isCertified = until === null || (until !== undefined && place.timeMs < until);
    refuseIf(!isCertified, 'HOLDER_NOT_CERTIFIED');
  }
}

function checkSteps(books: Books, deed: TwinDeed): void {
  const steps = deed.steps.map(({ taken, name }) => {
    const of = classIn(books, taken.output.class);
    const step = of.steps.find((one) => one.name === name);
    return { taken, of, step: step ?? no('STEP_UNKNOWN') };
  });
  for (const { taken, step } of steps) {
    refuseIf(!step.from.includes(taken.output.state?.name ?? ''), 'STEP_NOT_FROM_HERE');
  }
  for (const { taken, of, step } of steps) {
    const needed = step.by.flatMap((name) => {
      if (name !== 'holder') return [principalOfRole(of, name)];
      return taken.exit === undefined ? [partyOf(taken.output.owner)] : [];
    });
    refuseIf(!needed.every((principal) => acts(deed.actors, principal)), 'STEP_ROLE_NOT_ACTING');
  }
  const placed = steps.map((one) => ({ ...one, ...placeOf(books, one.of, one.taken) }));
  for (const { step, of, set } of placed) {
    if (step.together.length === 0) continue;
    const members = placed
      .filter((one) => one.of === of && one.step === step && one.set === set)
      .map(({ member }) => member);
    const isWhole = step.together.every((member) => members.includes(member));
    const isAlone = members.every((member) => step.together.includes(Number(member)));
    refuseIf(!isWhole || !isAlone, 'STEP_NOT_TOGETHER');
  }
  for (const { of, step } of steps) refuseIf(!fit(of, step, deed.values), 'STATE_MALFORMED');
}

function placeOf(
  books: Books,
  of: TwinClass,
  { output }: Taken,
): { set: TwinValue | undefined; member: TwinValue | undefined } {
  const values = books.slots.get(output.class + output.slot) ?? [];
  const valueOf = (name: string | undefined): TwinValue | undefined =>
    values[of.attributes.findIndex((attribute) => attribute.name === name)];
  return { set: valueOf(of.set?.by), member: valueOf(of.set?.member) };
}

function fit({ fields }: TwinClass, { sets }: TwinStep, values: readonly TwinValue[]): boolean {
  if (values.length !== sets.length) return false;
  return sets.every((name, i) => {
    const field = fields.find((one) => one.name === name);
    return typeOf(values[i]).includes(field?.type ?? '');
  });
}

function checkCountersigners(books: Books, { taken, made, actors }: TwinDeed): void {
  for (const { output } of [...taken, ...made]) {
    const { countersigner } = classIn(books, output.class);
    refuseIf(countersigner !== null && !acts(actors, countersigner), 'COUNTERSIGNER_NOT_ACTING');
  }
}
