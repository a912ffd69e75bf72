/** Who has an output, as the ledger says it in JSON: a party, or a hold with the ways out of it (spec/assets.md, "Holds"). */

import type { JsonValue } from '@stele/protocol';

export type Owner =
  | { readonly kind: 'party'; readonly party: string }
  | { readonly kind: 'hold'; readonly hold: Hold };

export interface Hold {
  /** Whom it counts for. */
  readonly for: string;
  readonly reason: string;
  readonly reference: string | null;
  readonly exits: readonly Exit[];
}

export interface Exit {
  readonly name: string;
  /** Null: anybody. */
  readonly by: string | null;
  /** ms since 1970, or no bound. */
  readonly from: number | null;
  readonly until: number | null;
  readonly preimage: { readonly algorithm: number; readonly digest: string } | null;
  readonly pays: Payment | null;
  readonly step: string;
  /** Null: whoever takes it. */
  readonly to: Owner | null;
}

export interface Payment {
  readonly class: string;
  readonly slot: string | null;
  readonly amount: string;
  readonly to: string;
}

/** Reads an owner. Undefined for what has another form than this version of the page knows: it is then shown as it is. */
export function readOwner(value: JsonValue): Owner | undefined {
  if (!isObject(value)) return undefined;
  const { party, hold } = value;
  if (typeof party === 'string') return { kind: 'party', party };
  if (!isObject(hold) || !isList(hold['exits'])) return undefined;
  const exits = hold['exits'].map(readExit);
  if (exits.some((exit) => exit === undefined)) return undefined;
  return {
    kind: 'hold',
    hold: {
      for: textOf(hold['for']) ?? '',
      reason: textOf(hold['reason']) ?? '',
      reference: textOf(hold['reference']),
      exits: exits.flatMap((exit) => exit ?? []),
    },
  };
}

function readExit(value: JsonValue): Exit | undefined {
  if (!isObject(value)) return undefined;
  const to = isAbsent(value['to']) ? null : readOwner(value['to']);
  if (to === undefined || typeof value['name'] !== 'string') return undefined;
  return {
    name: value['name'],
    by: textOf(value['by']),
    from: numberOf(value['from']),
    until: numberOf(value['until']),
    preimage: readPreimage(value['preimage']),
    pays: readPayment(value['pays']),
    step: textOf(value['step']) ?? '',
    to,
  };
}

function readPreimage(value: JsonValue | undefined): Exit['preimage'] {
  if (!isObject(value)) return null;
  return {
    algorithm: numberOf(value['algorithm']) ?? 0,
    digest: textOf(value['digest']) ?? '',
  };
}

function readPayment(value: JsonValue | undefined): Payment | null {
  if (!isObject(value)) return null;
  return {
    class: textOf(value['class']) ?? '',
    slot: textOf(value['slot']),
    amount: textOf(value['amount']) ?? '',
    to: textOf(value['to']) ?? '',
  };
}

function isAbsent(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

type JsonMembers = Readonly<Record<string, JsonValue>>;

function isObject(value: JsonValue | undefined): value is JsonMembers {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

export type Standing = 'open' | 'early' | 'late';

/** Whether an exit can be taken at a time; its window is closed at `until`. */
export function standingOf({ from, until }: Pick<Exit, 'from' | 'until'>, nowMs: number): Standing {
  if (from !== null && nowMs < from) return 'early';
  return until !== null && nowMs >= until ? 'late' : 'open';
}

/** Exits that a party may take by itself, or anybody may. */
export function exitsOf({ exits }: Hold, party: string): readonly Exit[] {
  return exits.filter(({ by }) => by === null || by === party);
}

/** When what waits runs out: the first end of a window that is still ahead. */
export function deadlineOf({ exits }: Hold, nowMs: number): number | undefined {
  const ahead = exits.flatMap(({ from, until }) =>
    [from, until].filter((at) => at !== null && at > nowMs),
  );
  return ahead.length === 0 ? undefined : Math.min(...ahead.map(Number));
}
