/**
 * Calls that mostly make sense, resolved against what the twin has at the moment: whoever holds acts, sums mostly fit, exits are
 * mostly there. The rest is wrong on purpose, each way of being wrong now and then.
 */

import { principalFromText, principalToText } from '@stele/protocol';
import { admin, bank, carol, classOf, issuer, textOf } from '../assets/world.ts';
import { type Books, partyOf } from './books.ts';
import type { Dice } from './dice.ts';
import {
  GUARD_WRONG,
  type TwinCall,
  type TwinClass,
  type TwinExit,
  type TwinHandle,
  type TwinInput,
  type TwinNewOutput,
  type TwinOutput,
  type TwinPart,
  type TwinValue,
} from './model.ts';
import { HOLDERS, randomOwner, randomParty, SECRETS } from './random-owners.ts';

/** What a call is made from. */
export interface Situation {
  readonly books: Books;
  readonly nowMs: number;
  /** What the keys of outputs made earlier in the same transaction begin with. */
  readonly own: string;
}

const AMOUNT_MAX = 2n ** 128n - 1n;
const ORGANS = [issuer, carol, bank].map(textOf);
const CLASSES = ['money', 'goods', 'tokens'].map(classOf);

export function randomCall(dice: Dice, situation: Situation): TwinCall {
  const kind = dice.below(24);
  if (kind < 14) return transferOf(dice, situation);
  if (kind < 18) return issueOf(dice, situation);
  if (kind < 20) return redeemOf(dice, situation);
  if (kind < 22) return stepOf(dice, situation);
  return kind < 23 ? markOf(dice, situation) : certifyOf(dice, situation);
}

/** Something that is taken in, and the exit by which. */
interface Chosen {
  readonly output: TwinOutput;
  readonly input: TwinInput;
  readonly exit: TwinExit | undefined;
}

function choose(dice: Dice, { books, own }: Situation, takesExits: boolean): Chosen[] {
  const count = 1 + dice.below(3);
  const chosen: Chosen[] = [];
  for (let i = 0; i < count; i++) {
    const free = books.outputs.filter(
      (output) => takesExits || output.owner.hold === undefined || dice.seldom(9),
    );
    const output = dice.pick(free);
    if (output === undefined) continue;
    if (chosen.some((one) => one.output === output) && !dice.seldom(20)) continue;
    const exit = takesExits ? dice.pick(output.owner.hold?.exits ?? []) : undefined;
    chosen.push({ output, input: inputOf(dice, output, { own, exit }), exit });
  }
  return chosen;
}

function inputOf(
  dice: Dice,
  { key }: TwinOutput,
  { own, exit }: { readonly own: string; readonly exit: TwinExit | undefined },
): TwinInput {
  const isMade = key.startsWith(own);
  const place = {
    call: Number.parseInt(key.slice(16, 18), 16),
    place: Number.parseInt(key.slice(18), 16),
  };
  const named = {
    key: dice.rarely(40, '00'.repeat(10), key),
    guard: dice.rarely(40, GUARD_WRONG, ''),
  };
  return {
    output: isMade ? { made: place } : { key: named },
    exit: dice.rarely(40, 'fly', exit?.name ?? ''),
    preimage: preimageFor(dice, exit),
  };
}

/** Mostly what the exit asks for. */
function preimageFor(dice: Dice, exit: TwinExit | undefined): string | null {
  const shows = exit?.preimage ? !dice.seldom(6) : dice.seldom(40);
  return shows ? (SECRETS[dice.rarely(8, 1, 0)] ?? null) : null;
}

/** Who has to act for what is chosen, mostly, and mostly everybody whom a class may want besides. */
function actorsOf(dice: Dice, chosen: readonly Chosen[]): string[] {
  const needed = chosen.flatMap(({ output, exit }) =>
    exit === undefined ? [partyOf(output.owner)] : [exit.by ?? randomParty(dice)],
  );
  const all = [...needed, ...(dice.seldom(5) ? [] : ORGANS)].flatMap((text) =>
    dice.seldom(2) ? signersOf(text) : [text],
  );
  const some = dice.seldom(12) ? all.slice(1) : all;
  const actors = [...new Set(some)].filter((text) => !text.startsWith('role:'));
  return actors.length === 0 ? [HOLDERS[0] ?? ''] : actors;
}

function signersOf(text: string): string[] {
  const principal = principalFromText(text);
  return principal.kind === 'threshold' ? principal.members.map(principalToText) : [text];
}

/** What plain inputs hold, handed on; `burns` of it is not listed again. */
function outputsOf(
  dice: Dice,
  chosen: readonly Chosen[],
  nowMs: number,
  burns: (amount: bigint) => bigint = () => 0n,
): TwinNewOutput[] {
  const outputs: TwinNewOutput[] = [];
  for (const [like, { output, exit }] of chosen.entries()) {
    if (exit !== undefined && !dice.seldom(30)) continue;
    const left = output.amount - burns(output.amount) + dice.rarely(40, 1n, 0n);
    for (const amount of cut(dice, left)) {
      const to = dice.below(3) === 1 ? { party: partyOf(output.owner) } : randomOwner(dice, nowMs);
      outputs.push({ like: dice.rarely(60, 200, like), amount: String(amount), to });
    }
  }
  return outputs;
}

/** In one part or two. */
function cut(dice: Dice, amount: bigint): readonly bigint[] {
  const isWhole = amount <= 1n || dice.below(2) === 0;
  const first = isWhole ? amount : 1n + (amount * BigInt(dice.below(4))) / 5n;
  return [first, amount - first].filter((one) => one > 0n && one <= AMOUNT_MAX);
}

function transferOf(dice: Dice, situation: Situation): TwinCall {
  const chosen = choose(dice, situation, true);
  const paying = chosen.flatMap(({ exit }) => payFor(dice, situation, chosen, exit));
  const outputs = outputsOf(dice, chosen, situation.nowMs);
  const all = [...chosen, ...paying.map(({ from }) => from)];
  for (const [i, { amount, to, from }] of paying.entries()) {
    const like = chosen.length + i;
    const rest = from.output.amount - amount;
    outputs.push({ like, amount: String(amount), to: { party: to } });
    if (rest > 0n) {
      outputs.push({ like, amount: String(rest), to: { party: partyOf(from.output.owner) } });
    }
  }
  const actors = actorsOf(dice, all);
  return { method: 'transfer', actors, args: { inputs: all.map(({ input }) => input), outputs } };
}

interface Paying {
  readonly from: Chosen;
  readonly amount: bigint;
  readonly to: string;
}

/** Somebody's money for an exit that wants some. */
function payFor(
  dice: Dice,
  { books, own }: Situation,
  chosen: readonly Chosen[],
  exit: TwinExit | undefined,
): Paying[] {
  const pays = exit?.pays;
  if (!pays || dice.seldom(5)) return [];
  const amount = BigInt(pays.amount) - (dice.seldom(12) ? 1n : 0n);
  const purse = books.outputs.find(
    (output) =>
      output.class === pays.class &&
      output.owner.party !== undefined &&
      output.amount >= amount &&
      chosen.every((one) => one.output !== output),
  );
  if (purse === undefined || amount === 0n) return [];
  const input = inputOf(dice, purse, { own, exit: undefined });
  return [{ from: { output: purse, input, exit: undefined }, amount, to: pays.to }];
}

function issueOf(dice: Dice, situation: Situation): TwinCall {
  const classOfIssue = dice.rarely(60, '00'.repeat(16), dice.pick(CLASSES) ?? '');
  const of = situation.books.classes.get(classOfIssue);
  const parts = Array.from({ length: 1 + dice.below(2) }, () => partOf(dice, situation, of));
  const sum = parts.reduce((all, { amount }) => all + BigInt(amount), 0n);
  const needed = sum * BigInt(of?.limits.spends?.rate ?? 0);
  const chosen = spentBy(dice, situation, of, needed);
  const change = outputsOf(dice, chosen, situation.nowMs, () => needed);
  const args = { class: classOfIssue, parts, inputs: chosen.map(({ input }) => input), change };
  return { method: 'issue', actors: actorsOf(dice, chosen), args };
}

/** What an issue of the class burns, mostly. */
function spentBy(
  dice: Dice,
  situation: Situation,
  of: TwinClass | undefined,
  needed: bigint,
): Chosen[] {
  const spent = of?.limits.spends?.class;
  const takes = spent === undefined ? dice.seldom(40) : !dice.seldom(8);
  const output = takes ? purseFor(dice, situation, spent ?? '', needed) : undefined;
  return output === undefined ? [] : [plainly(dice, situation, output)];
}

function partOf(dice: Dice, { nowMs }: Situation, of: TwinClass | undefined): TwinPart {
  const few = BigInt(1 + dice.below(of?.scale === null ? 1 : 12));
  return {
    attributes: (of?.attributes ?? []).map(({ type }) => randomValue(dice, type)),
    amount: String(dice.rarely(80, AMOUNT_MAX, few)),
    to: randomOwner(dice, nowMs),
    payload: dice.rarely(10, '0a'.repeat(32), null),
  };
}

/** An output as its holder takes it in. */
function plainly(dice: Dice, { own }: Situation, output: TwinOutput): Chosen {
  return { output, input: inputOf(dice, output, { own, exit: undefined }), exit: undefined };
}

/** Somebody's output of a class, large enough, or any output. */
function purseFor(
  dice: Dice,
  { books }: Situation,
  classOfPurse: string,
  amount: bigint,
): TwinOutput | undefined {
  const isFit = (output: TwinOutput): boolean =>
    output.class === classOfPurse && output.owner.party !== undefined && output.amount >= amount;
  return books.outputs.find(isFit) ?? dice.pick(books.outputs);
}

/** Of few, so that slots meet. */
function randomValue(dice: Dice, type: string): TwinValue {
  const number = dice.below(4);
  const wanted = dice.seldom(50) ? 'uint' : type;
  if (wanted === 'identifier') return `grade-${String(number)}`;
  if (wanted === 'account') return `acc_${'0'.repeat(31)}${String(number)}`;
  return wanted === 'digest' ? String(number).repeat(64) : number;
}

function redeemOf(dice: Dice, situation: Situation): TwinCall {
  const chosen = choose(dice, situation, false);
  const burns = (amount: bigint): bigint => (dice.below(2) === 0 ? amount : 1n);
  const change = outputsOf(dice, chosen, situation.nowMs, burns);
  const args = { inputs: chosen.map(({ input }) => input), change };
  return { method: 'redeem', actors: actorsOf(dice, chosen), args };
}

function stepOf(dice: Dice, situation: Situation): TwinCall {
  const { books, own } = situation;
  const step = dice.one('accept', 'close', 'note', dice.seldom(20) ? 'fly' : 'accept');
  const isToken = (output: TwinOutput): boolean =>
    output.state !== null && output.owner.hold === undefined;
  const tokens = dice.seldom(8)
    ? books.outputs
    : books.outputs.filter((output) => isToken(output) || dice.seldom(30));
  const first = dice.pick(tokens);
  const second = dice.seldom(2) ? dice.pick(tokens) : undefined;
  const chosen = [first, second]
    .filter((output, i) => output !== undefined && (i === 0 || output !== first))
    .flatMap((output): Chosen[] =>
      output === undefined
        ? []
        : [{ output, input: inputOf(dice, output, { own, exit: undefined }), exit: undefined }],
    );
  const type = books.classes.get(CLASSES[2] ?? '')?.fields[0]?.type ?? 'uint';
  const values = step === 'note' && !dice.seldom(8) ? [randomValue(dice, type)] : [];
  const args = { inputs: chosen.map(({ input }) => input), step, values };
  return { method: 'step', actors: actorsOf(dice, chosen), args };
}

function markOf(dice: Dice, { books, own }: Situation): TwinCall {
  const output = dice.pick(books.outputs.filter(({ key }) => !key.startsWith(own)));
  // What is marked stands in the way of all the rest, so it is lifted twice as often.
  const method = dice.one('unmark', 'mark', 'unmark');
  const level = dice.rarely(30, 'king', dice.one('platform', 'authority'));
  const organs = dice.rarely(6, HOLDERS.slice(0, 1), ORGANS);
  const isAuthority = level === 'authority' && !dice.seldom(8);
  const actors = isAuthority ? [textOf(admin), ...organs] : organs;
  const handle = dice.pick(handlesOf(output, randomParty(dice))) ?? { output: '00'.repeat(10) };
  return { method, actors, args: { handle, level, reference: '0b'.repeat(32) } };
}

/** All by which an output can be frozen; of none those of somebody. */
function handlesOf(output: TwinOutput | undefined, somebody: string): readonly TwinHandle[] {
  if (output === undefined) return [{ party: somebody }];
  const { class: classOfMark, slot, key } = output;
  const party = partyOf(output.owner);
  return [
    { party },
    { holder: { class: classOfMark, party } },
    { class: classOfMark },
    { slot: { class: classOfMark, slot } },
    { output: key },
  ];
}

function certifyOf(dice: Dice, { nowMs }: Situation): TwinCall {
  const registrar = dice.seldom(8) ? (HOLDERS[0] ?? '') : textOf(bank);
  const party = randomParty(dice);
  const actors = [textOf(bank)];
  if (dice.seldom(4)) return { method: 'decertify', actors, args: { registrar, party } };
  const until = dice.seldom(3) ? nowMs + 1000 : null;
  return { method: 'certify', actors, args: { registrar, party, until } };
}
