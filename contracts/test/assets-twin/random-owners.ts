/** Owners of all sorts: parties, and holds with exits, some of them nonsense. */

import { toHex } from '@stele/base';
import { principalToText } from '@stele/protocol';
import { alice, bob, carol, classOf, issuer, sha256, textOf } from '../assets/world.ts';
import type { Dice } from './dice.ts';
import type { TwinExit, TwinHold, TwinOwner, TwinPayment } from './model.ts';

export const HOLDERS: readonly string[] = [
  ...[alice, bob, carol, issuer].map(textOf),
  principalToText({ kind: 'threshold', m: 2, members: [alice.principal, bob.principal] }),
];
const NOBODY = 'role:museum/porter';
export const SECRETS: readonly string[] = [1, 2].map((byte) =>
  toHex(new Uint8Array(32).fill(byte)),
);
const DELAYS_MS = [1, 900, 86_400_000];
const NEST = 2;

export function randomParty(dice: Dice): string {
  return dice.seldom(150) ? NOBODY : (dice.pick(HOLDERS) ?? '');
}

export function randomOwner(dice: Dice, nowMs: number, nest = NEST): TwinOwner {
  const isHold = nest > 0 && dice.below(nest === NEST ? 3 : 5) === 1;
  return isHold ? { hold: randomHold(dice, nowMs, nest) } : { party: randomParty(dice) };
}

function randomHold(dice: Dice, nowMs: number, nest: number): TwinHold {
  const names = ['accept', 'lapse', 'reject'].slice(0, 1 + dice.below(3));
  const exits = names.map((name) => randomExit(dice, nowMs, { name, nest }));
  return {
    for: randomParty(dice),
    reason: dice.one('escrow', 'pledge', 'lock'),
    reference: null,
    exits: dice.seldom(30) ? [...exits, ...exits.slice(0, 1)] : exits,
  };
}

interface ExitPlace {
  readonly name: string;
  readonly nest: number;
}

function randomExit(dice: Dice, nowMs: number, { name, nest }: ExitPlace): TwinExit {
  const kind = dice.seldom(12) ? 'offer' : name;
  return {
    name,
    by: kind === 'accept' || kind === 'reject' ? randomParty(dice) : null,
    ...randomWindow(dice, nowMs, kind === 'lapse'),
    preimage: dice.seldom(8) ? randomPreimage(dice) : null,
    pays: kind === 'offer' || dice.seldom(8) ? randomPayment(dice) : null,
    step: dice.rarely(14, dice.one('close', 'accept', 'accept', 'note', 'fly'), ''),
    to: kind === 'offer' ? null : randomOwner(dice, nowMs, nest - 1),
  };
}

function randomWindow(
  dice: Dice,
  nowMs: number,
  lapses: boolean,
): { readonly from: number | null; readonly until: number | null } {
  const past = dice.rarely(20, 90_000_000, 0);
  return {
    from: lapses || dice.seldom(8) ? nowMs + delay(dice) : null,
    until: dice.seldom(9) ? nowMs + delay(dice) - past : null,
  };
}

function delay(dice: Dice): number {
  return dice.pick(DELAYS_MS) ?? 1;
}

function randomPreimage(dice: Dice): NonNullable<TwinExit['preimage']> {
  return {
    algorithm: 1,
    digest: toHex(sha256(Buffer.from(SECRETS[0] ?? '', 'hex'))),
    ...sm3(dice),
  };
}

/** SM3 of the first secret, by the number that names it. */
function sm3(dice: Dice): Partial<NonNullable<TwinExit['preimage']>> {
  return dice.seldom(3) ? { algorithm: 2 } : {};
}

function randomPayment(dice: Dice): TwinPayment {
  return {
    class: dice.seldom(12) ? '00'.repeat(16) : classOf('money'),
    slot: null,
    amount: String(1 + dice.below(3)),
    to: randomParty(dice),
  };
}
