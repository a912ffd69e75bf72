/** Classes of all sorts: money, goods that split, tokens that take steps; with limits that small amounts reach. */

import type { Json, JsonObject } from '@stele/kernel/contract';
import { bank, carol, classOf, definition, issuer, textOf } from '../assets/world.ts';
import type { Dice } from './dice.ts';
import type { TwinClass } from './model.ts';

const HOLDER_MOVES = ['transfer', 'pledge', 'offer', 'sale', 'redeem', 'step'];
const ROLES = [
  { name: 'issuer', is: textOf(issuer) },
  { name: 'controller', is: textOf(carol) },
];

/** The three classes of a chain. `goods` spends money when it is issued, sometimes. */
export function randomClasses(dice: Dice): readonly TwinClass[] {
  return [money(dice), goods(dice), tokens(dice)];
}

function money(dice: Dice): TwinClass {
  return made('money', { kind: 'money', moves: movesOf(dice), limits: limitsOf(dice) });
}

function goods(dice: Dice): TwinClass {
  const spends = dice.seldom(4) ? { class: classOf('money'), rate: 1 + dice.below(2) } : null;
  return made('goods', {
    attributes: [{ name: 'grade', type: dice.one('uint', 'identifier', 'account', 'digest') }],
    moves: movesOf(dice),
    holders: dice.seldom(4) ? textOf(bank) : null,
    countersigner: dice.seldom(5) ? textOf(bank) : null,
    limits: { ...limitsOf(dice), spends },
  });
}

function tokens(dice: Dice): TwinClass {
  const together = dice.seldom(3) ? [1, 2] : [];
  return made('tokens', {
    scale: null,
    attributes: [
      { name: 'series', type: 'identifier' },
      { name: 'member', type: 'uint' },
    ],
    set: { by: 'series', member: 'member' },
    fields: [{ name: 'reason', type: dice.one('uint', 'identifier') }],
    states: ['drawn', 'accepted', 'closed'],
    steps: [
      step('accept', ['drawn'], 'accepted', { by: dice.one(['holder'], ['controller']) }),
      step('close', ['drawn', 'accepted'], 'closed', { by: ['holder'], together }),
      step('note', ['accepted'], 'accepted', { by: ['issuer', 'holder'], sets: ['reason'] }),
    ],
    moves: movesOf(dice, ['step']),
    limits: { ...limitsOf(dice), partMin: null, perHolder: dice.seldom(6) ? '2' : null },
  });
}

function step(
  name: string,
  from: readonly string[],
  to: string,
  change: Readonly<Record<string, Json>>,
): JsonObject {
  return { name, from, to, by: [], sets: [], together: [], ...change };
}

function made(name: string, change: Readonly<Record<string, Json>>): TwinClass {
  return definition(name, { roles: ROLES, ...change }) as unknown as TwinClass;
}

/** Most of them; `needed` always. */
function movesOf(dice: Dice, needed: readonly string[] = []): readonly JsonObject[] {
  const moves: JsonObject[] = [
    { move: 'issue', by: ['issuer'] },
    ...(dice.seldom(8) ? [] : [{ move: 'freeze', by: [dice.one('issuer', 'controller')] }]),
  ];
  for (const move of HOLDER_MOVES) {
    const isLeftOut = dice.seldom(10) && !needed.includes(move);
    if (!isLeftOut) moves.push({ move, by: dice.seldom(8) ? ['controller'] : [] });
  }
  return moves;
}

function limitsOf(dice: Dice): JsonObject {
  return {
    supply: dice.seldom(6) ? '60' : null,
    perHolder: dice.seldom(5) ? '25' : null,
    partMin: dice.seldom(6) ? '2' : null,
    depthMax: dice.seldom(5) ? 2 : null,
    rest: dice.seldom(5) ? { firstDays: 1, nextDays: 0 } : null,
    forValue: dice.one('always', 'always', 'always', 'primary', 'never'),
    spends: null,
  };
}
