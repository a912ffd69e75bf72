/**
 * The naive twin of the contract `assets`: what spec/assets.md says, slowly, over plain objects. It shares no code with the contract.
 * Classes come to it well-formed: what `define` refuses has tests of its own.
 */

import { isCoded } from '@stele/base';
import {
  balanceIn,
  type Books,
  classIn,
  copyOf,
  emptyBooks,
  isIssuer,
  markText,
  partyOf,
  principalOfRole,
} from './books.ts';
import { finish, type TwinDeed } from './finishing.ts';
import { classIdOf, slotIdOf, typeOf } from './ids.ts';
import {
  checkPayments,
  type Made,
  makeExit,
  makeListed,
  pairsOf,
  stepped,
  sumsOf,
} from './making.ts';
import type { TwinCall, TwinClass, TwinHandle, TwinPart, TwinPlace } from './model.ts';
import { checkOwner, lapseIn } from './owners.ts';
import { acts, canonical, no, refuseIf } from './principals.ts';
import { checkExits, checkHolders, checkNoExits, checkNotHeld, takeIn } from './taking.ts';

const AMOUNT_MAX = 2n ** 128n - 1n;
const OUTPUTS_MAX = 256;

/** The calls whose method is one of these. */
type CallOf<Method extends TwinCall['method']> = TwinCall & { readonly method: Method };

export class AssetsTwin {
  books: Books = emptyBooks();
  readonly #administrators: readonly string[];

  /** `administrators`: texts of their principals. */
  constructor(administrators: readonly string[]) {
    this.#administrators = administrators;
  }

  /** Runs a transaction, all of it or nothing. Answers its code, empty for success. */
  run(calls: readonly TwinCall[], timeMs: number, index: number): string {
    return this.#attempt(() => {
      for (const [call, one] of calls.entries()) this.#call(one, { timeMs, index, call });
    });
  }

  /** Lets a timer fire, whose entry has `index`. Answers the code of that entry. */
  fire(key: string, timeMs: number, index: number): string {
    const code = this.#attempt(() => {
      this.#lapse(key, { timeMs, index, call: 0 });
    });
    this.books.timers.delete(key);
    return code;
  }

  #attempt(run: () => void): string {
    const before = this.books;
    this.books = copyOf(before);
    try {
      run();
      return '';
    } catch (error) {
      if (!isCoded(error)) throw error;
      this.books = before;
      return error.code;
    }
  }

  #call(call: TwinCall, place: TwinPlace): void {
    switch (call.method) {
      case 'define':
        this.#define(call);
        return;
      case 'issue':
        this.#issue(call, place);
        return;
      case 'transfer':
        this.#transfer(call, place);
        return;
      case 'redeem':
        this.#redeem(call, place);
        return;
      case 'step':
        this.#step(call, place);
        return;
      case 'mark':
      case 'unmark':
        this.#mark(call);
        return;
      case 'certify':
      case 'decertify':
        this.#certify(call);
    }
  }

  #define({ args, actors }: CallOf<'define'>): void {
    this.#requireAdministrator(actors);
    const id = classIdOf(args);
    refuseIf(this.books.classes.has(id), 'CLASS_EXISTS');
    this.books.classes.set(id, args);
  }

  #requireAdministrator([first]: readonly string[]): void {
    refuseIf(!this.#administrators.includes(canonical(first ?? '')), 'NOT_AUTHORISED');
  }

  #issue({ args, actors }: CallOf<'issue'>, place: TwinPlace): void {
    const { books } = this;
    const of = classIn(books, args.class);
    const taken = takeIn(books, place, args.inputs);
    const slots = args.parts.map(({ attributes }) => slotIdOf(args.class, attributes));
    refuseIf(
      slots.some((slot) => this.#isFrozen(args.class, slot)),
      'MARKED',
    );
    checkHolders(actors, taken);
    checkNoExits(taken);
    for (const part of args.parts) refuseIf(!hasAttributes(of, part), 'ATTRIBUTES_MALFORMED');
    for (const { to } of args.parts) checkOwner(books, of, to, place.timeMs);
    const pairs = pairsOf(books, place, taken, args.change);
    const sums = sumsOf(taken, pairs);
    refuseIf(
      sums.some(({ before, after }) => after > before),
      'SUMS_DIFFER',
    );
    const total = this.#checkIssue(args, slots, sums);
    const issued = args.parts.map((part, i) => this.#made(args.class, slots[i] ?? '', part, place));
    const made = [...issued, ...makeListed(books, place, taken, pairs)];
    const classes = sums.map((one) => one.class);
    this.#finish({ place, actors, taken, pairs, made, burnt: classes });
    for (const [i, { attributes }] of args.parts.entries()) {
      books.slots.set(args.class + (slots[i] ?? ''), attributes);
    }
    books.issued.set(args.class, (books.issued.get(args.class) ?? 0n) + total);
    this.#addRedeemed(sums);
  }

  /** Step 4. Answers what is issued in all. */
  #checkIssue(
    { class: id, parts }: CallOf<'issue'>['args'],
    slots: readonly string[],
    sums: ReturnType<typeof sumsOf>,
  ): bigint {
    const { books } = this;
    const { scale, limits } = classIn(books, id);
    const total = parts.reduce((all, { amount }) => all + BigInt(amount), 0n);
    const before = books.issued.get(id) ?? 0n;
    refuseIf(before + total > AMOUNT_MAX, 'AMOUNT_TOO_LARGE');
    if (scale === null) {
      refuseIf(!parts.every(({ amount }) => amount === '1'), 'AMOUNT_TOO_LARGE');
      const isOld = slots.some((slot) => books.slots.has(id + slot));
      refuseIf(isOld || new Set(slots).size < slots.length, 'TOKEN_EXISTS');
    }
    const burnt = sums.reduce((all, one) => all + one.before - one.after, 0n);
    const wanted = BigInt(limits.spends?.rate ?? 0) * total;
    const isForeign = sums.some((one) => one.class !== limits.spends?.class);
    refuseIf(isForeign || burnt !== wanted, 'SPEND_MISSING');
    const existing = before - (books.redeemed.get(id) ?? 0n);
    const { supply } = limits;
    refuseIf(supply !== null && existing + total > BigInt(supply), 'SUPPLY_EXCEEDED');
    return total;
  }

  #isFrozen(classOf: string, slot: string): boolean {
    const handles: TwinHandle[] = [{ class: classOf }, { slot: { class: classOf, slot } }];
    return handles.some((handle) =>
      ['platform', 'authority'].some((level) => this.books.marks.has(markText(level, handle))),
    );
  }

  #made(id: string, slot: string, part: TwinPart, { timeMs }: TwinPlace): Made {
    const of = classIn(this.books, id);
    const isHandedOver = !isIssuer(of, partyOf(part.to));
    const [first] = of.states;
    return {
      output: {
        key: '',
        class: id,
        slot,
        amount: BigInt(part.amount),
        state: first === undefined ? null : { name: first, values: of.fields.map(() => null) },
        owner: part.to,
        acquiredAtMs: timeMs,
        depth: isHandedOver ? 1 : 0,
        payload: part.payload ?? null,
      },
      origin: 'issue',
      isHandedOver,
      isPrimary: isHandedOver,
    };
  }

  #finish(deed: Partial<TwinDeed> & Pick<TwinDeed, 'place' | 'actors' | 'taken' | 'made'>): void {
    finish(this.books, {
      pairs: [],
      burnt: [],
      steps: [],
      values: [],
      isTimer: false,
      ...deed,
    });
  }

  #addRedeemed(sums: ReturnType<typeof sumsOf>): void {
    for (const { class: id, before, after } of sums) {
      const { redeemed } = this.books;
      if (before > after) redeemed.set(id, (redeemed.get(id) ?? 0n) + before - after);
    }
  }

  #transfer({ args, actors }: CallOf<'transfer'>, place: TwinPlace): void {
    const { books } = this;
    const taken = takeIn(books, place, args.inputs);
    checkHolders(actors, taken);
    checkExits(place, actors, taken);
    checkNotHeld(taken);
    const left = taken.filter(({ exit }) => exit !== undefined);
    refuseIf(left.length + args.outputs.length > OUTPUTS_MAX, 'OUTPUTS_TOO_MANY');
    const pairs = pairsOf(books, place, taken, args.outputs);
    checkPayments(taken, pairs);
    refuseIf(
      sumsOf(taken, pairs).some(({ before, after }) => before !== after),
      'SUMS_DIFFER',
    );
    const exits = left.map((one) => makeExit(books, place, actors, one));
    const made = [...exits, ...makeListed(books, place, taken, pairs)];
    const steps = left.flatMap((one) =>
      one.exit?.step ? [{ taken: one, name: one.exit.step }] : [],
    );
    this.#finish({ place, actors, taken, pairs, made, steps });
  }

  #redeem({ args, actors }: CallOf<'redeem'>, place: TwinPlace): void {
    const { books } = this;
    const taken = takeIn(books, place, args.inputs);
    checkHolders(actors, taken);
    checkNoExits(taken);
    const pairs = pairsOf(books, place, taken, args.change);
    const sums = sumsOf(taken, pairs);
    refuseIf(
      sums.some(({ before, after }) => after > before),
      'SUMS_DIFFER',
    );
    const made = makeListed(books, place, taken, pairs);
    const burnt = sums.map((one) => one.class);
    this.#finish({ place, actors, taken, pairs, made, burnt });
    this.#addRedeemed(sums);
  }

  #step({ args, actors }: CallOf<'step'>, place: TwinPlace): void {
    const { books } = this;
    const taken = takeIn(books, place, args.inputs);
    checkNoExits(taken);
    const made = taken.map(({ output }): Made => {
      const state = stepped(books, output, args.step, args.values);
      const hand = { isHandedOver: false, isPrimary: false };
      return { output: { ...output, key: '', state }, origin: 'step', ...hand };
    });
    const steps = taken.map((one) => ({ taken: one, name: args.step }));
    this.#finish({ place, actors, taken, made, steps, values: args.values });
  }

  #mark({ method, args: { handle, level }, actors }: CallOf<'mark' | 'unmark'>): void {
    const { books } = this;
    refuseIf(level !== 'platform' && level !== 'authority', 'LEVEL_UNKNOWN');
    const classOf = this.#classOf(handle);
    const of = classOf === undefined ? undefined : classIn(books, classOf);
    if (level === 'authority') this.#requireAdministrator(actors);
    else {
      if (of === undefined) no('NOT_AUTHORISED');
      const freeze = of.moves.find(({ move }) => move === 'freeze') ?? no('MOVE_FORBIDDEN');
      const all = freeze.by.every((name) => acts(actors, principalOfRole(of, name)));
      refuseIf(!all, 'ROLE_NOT_ACTING');
    }
    const text = markText(level, handle);
    refuseIf(method === 'mark' && books.marks.has(text), 'MARK_EXISTS');
    refuseIf(method === 'unmark' && !books.marks.has(text), 'MARK_UNKNOWN');
    if (method === 'mark') books.marks.add(text);
    else books.marks.delete(text);
  }

  #classOf(handle: TwinHandle): string | undefined {
    if ('party' in handle) return undefined;
    if ('class' in handle) return handle.class;
    if ('slot' in handle) return handle.slot.class;
    if ('holder' in handle) return handle.holder.class;
    const output = this.books.outputs.find(({ key }) => key === handle.output);
    return output?.class ?? no('OUTPUT_UNKNOWN');
  }

  #certify({ method, args, actors }: CallOf<'certify' | 'decertify'>): void {
    const { certified } = this.books;
    refuseIf(!acts(actors, args.registrar), 'NOT_AUTHORISED');
    const pair = `${canonical(args.registrar)} ${canonical(args.party)}`;
    if (method === 'certify') certified.set(pair, args.until);
    else {
      refuseIf(!certified.has(pair), 'HOLDER_NOT_CERTIFIED');
      certified.delete(pair);
    }
  }

  #lapse(key: string, place: TwinPlace): void {
    const { books } = this;
    const guard = '';
    const [found] = takeIn(books, place, [{ output: { key: { key, guard } } }]);
    if (found === undefined) no('OUTPUT_UNKNOWN');
    const exit = lapseIn(found.output.owner);
    const taken = [{ ...found, exit }];
    checkExits(place, [], taken);
    const made = taken.map((one) => makeExit(books, place, [], one));
    const steps = exit?.step ? taken.map((one) => ({ taken: one, name: exit.step ?? '' })) : [];
    this.#finish({ place, actors: [], taken, made, steps, isTimer: true });
  }

  /** Everything of a class that a party has, counted anew. */
  balance(party: string, classOf: string): { free: bigint; held: bigint } {
    return balanceIn(this.books, canonical(party), classOf);
  }
}

function hasAttributes(of: TwinClass, { attributes }: TwinPart): boolean {
  return (
    attributes.length === of.attributes.length &&
    of.attributes.every(({ type }, i) => typeOf(attributes[i]).includes(type))
  );
}
