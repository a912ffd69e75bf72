/** A hold in words: whom it counts for, and each of its exits. */

import type { ExitForm, HoldForm, OwnerForm } from '../forms.ts';
import type { Knowledge } from '../knowledge.ts';
import { amountOfClass, thingText, timeText } from './naming.ts';
import { fill, joinedClosely, statement } from './statement.ts';
import type { Sentence, Statement } from './statement.ts';
import { WORDS } from './words.ts';

/** The exits, and before them what the hold was agreed in. */
export function exitStatements(
  knowledge: Knowledge,
  { exits, reference }: HoldForm,
): readonly Statement[] {
  const agreed =
    reference === null ? [] : [statement(fill(WORDS.holdReference, { digest: reference }))];
  const lapse = lapseOf(exits);
  const ways = exits.map((exit) => {
    const anyone = exit === lapse ? WORDS.exitByTimer : WORDS.exitByAnyone;
    const by = exit.by === null ? anyone : fill(WORDS.exitBy, { by: exit.by });
    const conditions = conditionsOf(knowledge, exit);
    const to = exit.to === null ? WORDS.taker : ownerText(exit.to);
    const values = { name: exit.name, by, conditions, to };
    const further =
      exit.to !== null && 'hold' in exit.to ? exitStatements(knowledge, exit.to.hold) : [];
    return statement(fill(WORDS.exit, values), further);
  });
  return [...agreed, ...ways];
}

/** The exit that the chain takes by itself when its time comes (spec/assets.md, "Timers"). */
function lapseOf(exits: readonly ExitForm[]): ExitForm | undefined {
  const timed = exits.filter(({ by, from, pays, preimage, to }) => {
    const isFree = by === null && pays === null && preimage === null;
    return isFree && to !== null && from !== null;
  });
  return timed.toSorted((a, b) => Number(a.from) - Number(b.from))[0];
}

/** A party; a hold only by whom it is for: its exits stand below. */
export function ownerText(owner: OwnerForm, held: Sentence = WORDS.heldFurther): Sentence {
  if ('party' in owner) return { en: owner.party, 'zh-CN': owner.party };
  return fill(held, { reason: owner.hold.reason, for: owner.hold.for });
}

function conditionsOf(knowledge: Knowledge, exit: ExitForm): Sentence {
  const { from, until, preimage, pays, step } = exit;
  return joinedClosely([
    ...(from === null ? [] : [fill(WORDS.exitFrom, { time: timeText(from) })]),
    ...(until === null ? [] : [fill(WORDS.exitUntil, { time: timeText(until) })]),
    ...(preimage === null ? [] : [fill(WORDS.exitPreimage, { digest: preimage.digest })]),
    ...(pays === null
      ? []
      : [fill(WORDS.exitPays, { what: priceText(knowledge, pays), to: pays.to })]),
    ...(step === '' ? [] : [fill(WORDS.exitStep, { step })]),
  ]);
}

export function priceText(
  knowledge: Knowledge,
  { class: id, slot, amount }: NonNullable<ExitForm['pays']>,
): Sentence {
  const units = BigInt(amount);
  if (slot === null) return amountOfClass(knowledge, id, units);
  return thingText(knowledge, { class: id, slot, amount: units });
}
