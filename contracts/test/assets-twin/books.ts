/** What the twin knows: lists, searched from end to end each time. Balances and supplies are counted when somebody asks. */

import { canonical, no } from './principals.ts';
import type { TwinClass, TwinHandle, TwinOutput, TwinOwner, TwinValue } from './model.ts';

export interface Books {
  readonly classes: Map<string, TwinClass>;
  outputs: readonly TwinOutput[];
  /** Attributes by class and slot, of whatever was issued ever. */
  readonly slots: Map<string, readonly TwinValue[]>;
  readonly issued: Map<string, bigint>;
  readonly redeemed: Map<string, bigint>;
  /** Level and handle. */
  readonly marks: Set<string>;
  readonly certified: Map<string, number | null>;
  /** When the holds of outputs lapse by themselves. */
  readonly timers: Map<string, number>;
  /** Of the transaction that is running. */
  hasPaid: boolean;
  unpayable: string;
}

export function emptyBooks(): Books {
  return {
    classes: new Map(),
    outputs: [],
    slots: new Map(),
    issued: new Map(),
    redeemed: new Map(),
    marks: new Set(),
    certified: new Map(),
    timers: new Map(),
    hasPaid: false,
    unpayable: '',
  };
}

/** A copy, for a transaction that may be refused. */
export function copyOf(books: Books): Books {
  return {
    classes: new Map(books.classes),
    outputs: [...books.outputs],
    slots: new Map(books.slots),
    issued: new Map(books.issued),
    redeemed: new Map(books.redeemed),
    marks: new Set(books.marks),
    certified: new Map(books.certified),
    timers: new Map(books.timers),
    hasPaid: false,
    unpayable: '',
  };
}

export function classIn({ classes }: Books, id: string): TwinClass {
  return classes.get(id) ?? no('CLASS_UNKNOWN');
}

export function partyOf(owner: TwinOwner): string {
  return canonical(owner.party ?? owner.hold?.for ?? '');
}

/** Free and held amounts of a party in a class. */
export function balanceIn(
  { outputs }: Pick<Books, 'outputs'>,
  party: string,
  classOf: string,
): { free: bigint; held: bigint } {
  let free = 0n;
  let held = 0n;
  for (const output of outputs) {
    if (output.class !== classOf || partyOf(output.owner) !== party) continue;
    if (output.owner.hold === undefined) free += output.amount;
    else held += output.amount;
  }
  return { free, held };
}

export function markText(level: string, handle: TwinHandle): string {
  if ('party' in handle) return JSON.stringify([level, 'party', canonical(handle.party)]);
  if ('holder' in handle) {
    return JSON.stringify([level, 'holder', handle.holder.class, canonical(handle.holder.party)]);
  }
  return JSON.stringify([level, handle]);
}

export function isMarked({ marks }: Books, output: TwinOutput): boolean {
  const party = partyOf(output.owner);
  const { class: classOf, slot, key } = output;
  const handles: TwinHandle[] = [
    { output: key },
    { slot: { class: classOf, slot } },
    { class: classOf },
    { holder: { class: classOf, party } },
    { party },
  ];
  return ['platform', 'authority'].some((level) =>
    handles.some((handle) => marks.has(markText(level, handle))),
  );
}

export function principalOfRole({ roles }: TwinClass, name: string): string {
  return roles.find((role) => role.name === name)?.is ?? no('the twin knows no such role');
}

export function isOrgan({ roles }: TwinClass, party: string): boolean {
  return roles.some(({ is }) => canonical(is) === party);
}

export function isIssuer(of: TwinClass, party: string): boolean {
  const issue = of.moves.find(({ move }) => move === 'issue');
  return (issue?.by ?? []).some((name) => canonical(principalOfRole(of, name)) === party);
}
