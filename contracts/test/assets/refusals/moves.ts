/** Steps 5 to 9: what the class allows. */

import type { JsonObject } from '@stele/kernel/contract';
import type { Call } from '@stele/protocol';
import {
  alice,
  assetsCall,
  bank,
  bob,
  carol,
  definition,
  issuer,
  output,
  part,
  textOf,
  transferCall,
  type World,
} from '../world.ts';
import { aliceHas, holdWith, type Refusal, refusal } from './refusal.ts';

const ISSUE = { move: 'issue', by: ['issuer'] };
const TRANSFER = { move: 'transfer', by: [] };
const ROLES = [
  { name: 'issuer', is: textOf(issuer) },
  { name: 'registrar', is: textOf(bank) },
];

/** Refused when Alice hands five coins of such a class to Bob. */
function handOver(code: string, what: string, change: JsonObject): Refusal {
  return refusal(code, what, async (world) => {
    const coin = await aliceHas(world, 5, change);
    return [transferCall(world.inputs(coin), [output(bob, 5)], alice)];
  });
}

/** A coin handed over for money, in two calls of one transaction. */
async function sold(world: World, change: JsonObject, isMoneyFirst: boolean): Promise<Call[]> {
  const coin = await aliceHas(world, 5, change);
  await world.define('money', { kind: 'money' });
  const [purse] = await world.issue('money', part(bob, 9));
  const goods = transferCall(world.inputs(coin), [output(bob, 5)], alice);
  const money = transferCall(world.inputs(purse ?? new Uint8Array(0)), [output(alice, 9)], bob);
  return isMoneyFirst ? [money, goods] : [goods, money];
}

/** A hold that counts for the issuer, who has no say in it: Bob takes it. */
function parkedWithIssuer(): JsonObject {
  const exits = [{ name: 'accept', by: textOf(bob), to: { party: textOf(bob) } }];
  return { hold: { for: textOf(issuer), reason: 'escrow', exits } };
}

const STATES = {
  scale: null,
  attributes: [
    { name: 'set', type: 'identifier' },
    { name: 'member', type: 'uint' },
  ],
  set: { by: 'set', member: 'member' },
  fields: [{ name: 'grade', type: 'uint' }],
  states: ['drawn', 'paid'],
  roles: ROLES,
  steps: [
    { name: 'pay', from: ['drawn'], to: 'paid', by: ['registrar'], sets: [], together: [] },
    { name: 'grade', from: ['drawn'], to: 'drawn', by: ['holder'], sets: ['grade'], together: [] },
    { name: 'close', from: ['drawn'], to: 'paid', by: ['holder'], sets: [], together: [1, 2] },
  ],
};

/** Refused when a step is called for. */
function stepRefused(
  code: string,
  what: string,
  step: {
    readonly name: string;
    readonly values?: readonly (string | number)[];
    readonly times?: number;
  },
): Refusal {
  return refusal(code, what, async (world) => {
    await world.define('draft', STATES);
    const [token] = await world.issue('draft', { ...part(alice), attributes: ['a', 1] });
    let key = token ?? new Uint8Array(0);
    const call = (): Call =>
      assetsCall(
        'step',
        { inputs: world.inputs(key), step: step.name, values: step.values ?? [] },
        alice,
        ...(step.times === undefined ? [] : [bank]),
      );
    for (let i = 1; i < (step.times ?? 1); i++) key = world.key(await world.must(call()));
    return [call()];
  });
}

export const moveRefusals: readonly Refusal[] = [
  handOver('MOVE_FORBIDDEN', 'a transfer that the class does not know', { moves: [ISSUE] }),
  refusal('MOVE_FORBIDDEN', 'a hold whose inner hold would be an offer', async (world) => {
    const coin = await aliceHas(world, 5, { moves: [ISSUE, TRANSFER] });
    const pays = { class: world.idOf('coin'), amount: '1', to: textOf(alice) };
    const inner = holdWith({ pays });
    const owner = holdWith({ to: inner });
    return [transferCall(world.inputs(coin), [output(owner, 5)], alice)];
  }),
  handOver('ROLE_NOT_ACTING', 'a transfer without its registrar', {
    roles: ROLES,
    moves: [ISSUE, { move: 'transfer', by: ['registrar'] }],
  }),
  refusal('ROLE_NOT_ACTING', 'an issue by somebody else', async (world) => {
    await world.define('coin');
    const args = { class: world.idOf('coin'), parts: [part(alice)], inputs: [], change: [] };
    return [assetsCall('issue', args, alice)];
  }),
  refusal('PART_TOO_SMALL', 'a part below the least', async (world) => {
    const coin = await aliceHas(world, 5, { limits: { partMin: '2' } });
    return [transferCall(world.inputs(coin), [output(bob, 4), output(alice, 1)], alice)];
  }),
  handOver('DEPTH_EXCEEDED', 'a hand too many', { limits: { depthMax: 1 } }),
  handOver('RESTING', 'a hand-over before it has rested', {
    limits: { rest: { firstDays: 180, nextDays: 730 } },
  }),
  refusal('HOLDER_LIMIT_EXCEEDED', 'more than one may hold, holds counted', async (world) => {
    await world.define('coin', { limits: { perHolder: '6' } });
    const [mine] = await world.issue('coin', part(alice, 5), part(bob, 3));
    const held = await world.hold(alice, mine ?? new Uint8Array(0), holdWith(), 5);
    return [world.take(bob, held, 'accept')];
  }),
  refusal('NOT_FOR_VALUE', 'goods first, money after', (world) =>
    sold(world, { limits: { forValue: 'never' } }, false),
  ),
  refusal('NOT_FOR_VALUE', 'money first, goods after, not from an issuer', (world) =>
    sold(world, { limits: { forValue: 'primary' } }, true),
  ),
  refusal('MOVE_FORBIDDEN', 'goods first, money after, of a class without sale', (world) =>
    sold(world, { moves: [ISSUE, TRANSFER] }, false),
  ),
  refusal('ROLE_NOT_ACTING', 'a sale without its registrar, money after', (world) =>
    sold(
      world,
      { roles: ROLES, moves: [ISSUE, TRANSFER, { move: 'sale', by: ['registrar'] }] },
      false,
    ),
  ),
  refusal('HOLDER_NOT_CERTIFIED', 'somebody whose certificate has ended', async (world) => {
    await world.define('coin', { holders: textOf(bank) });
    const registrar = textOf(bank);
    const certify = (one: typeof alice, until: number | null): Call =>
      assetsCall('certify', { registrar, party: textOf(one), until }, bank);
    await world.must(certify(alice, null), certify(bob, world.nowMs + 2));
    const [coin] = await world.issue('coin', part(alice, 5));
    return [transferCall(world.inputs(coin ?? new Uint8Array(0)), [output(bob, 5)], alice)];
  }),
  refusal('HOLDER_NOT_CERTIFIED', 'a certificate withdrawn that never was', () => {
    const args = { registrar: textOf(bank), party: textOf(alice) };
    return Promise.resolve([assetsCall('decertify', args, bank)]);
  }),
  refusal('NOT_AUTHORISED', 'a certificate of another’s', () => {
    const args = { registrar: textOf(bank), party: textOf(alice), until: null };
    return Promise.resolve([assetsCall('certify', args, alice)]);
  }),
  refusal('MOVE_FORBIDDEN', 'an offer with an exit that gives it away', async (world) => {
    const coin = await aliceHas(world, 5, { moves: [ISSUE, { move: 'offer', by: [] }] });
    const pays = { class: world.idOf('coin'), amount: '1', to: textOf(alice) };
    return [transferCall(world.inputs(coin), [output(holdWith({ pays }), 5)], alice)];
  }),
  refusal('ROLE_NOT_ACTING', 'a pledge that calls itself an offer', async (world) => {
    const moves = [ISSUE, { move: 'offer', by: [] }, { move: 'pledge', by: ['registrar'] }];
    const coin = await aliceHas(world, 5, { roles: ROLES, moves });
    const pays = { class: world.idOf('coin'), amount: '1', to: textOf(alice) };
    const owner = holdWith({ pays });
    const hold = { ...(owner['hold'] as JsonObject), reason: 'pledge' };
    return [transferCall(world.inputs(coin), [output({ hold }, 5)], alice)];
  }),
  refusal('ROLE_NOT_ACTING', 'a hold with a step that is a registrar’s to allow', async (world) => {
    const moves = [ISSUE, TRANSFER, { move: 'step', by: ['registrar'] }];
    const states = ['drawn', 'paid'];
    const steps = [
      { name: 'pay', from: ['drawn'], to: 'paid', by: ['holder'], sets: [], together: [] },
    ];
    const coin = await aliceHas(world, 5, { roles: ROLES, moves, states, steps });
    const owner = holdWith({ step: 'pay' });
    return [transferCall(world.inputs(coin), [output(owner, 5)], alice)];
  }),
  refusal(
    'NOT_FOR_VALUE',
    'a sale by way of a hold for the issuer, who was not asked',
    async (world) => {
      const coin = await aliceHas(world, 5, { limits: { forValue: 'primary' } });
      const held = await world.hold(alice, coin, parkedWithIssuer(), 5);
      await world.define('money', { kind: 'money' });
      const [purse = new Uint8Array(0)] = await world.issue('money', part(bob, 9));
      const inputs = [world.input(held, 'accept'), world.input(purse)];
      return [transferCall(inputs, [output(alice, 9, 1)], bob)];
    },
  ),
  refusal('DEPTH_EXCEEDED', 'hands counted anew by a hold for the issuer', async (world) => {
    const coin = await aliceHas(world, 5, { limits: { depthMax: 2 } });
    const held = await world.hold(alice, coin, parkedWithIssuer(), 5);
    return [world.take(bob, held, 'accept')];
  }),
  stepRefused('STEP_UNKNOWN', 'a step of no class', { name: 'fly' }),
  stepRefused('STEP_NOT_FROM_HERE', 'a step twice', { name: 'pay', times: 2 }),
  stepRefused('STEP_ROLE_NOT_ACTING', 'a step of a role’s', { name: 'pay' }),
  stepRefused('STEP_NOT_TOGETHER', 'one of a set alone', { name: 'close' }),
  stepRefused('STATE_MALFORMED', 'a value that is missing', { name: 'grade' }),
  stepRefused('STATE_MALFORMED', 'a word for a number', { name: 'grade', values: ['good'] }),
  refusal('COUNTERSIGNER_NOT_ACTING', 'a transfer that the auditor has not seen', async (world) => {
    const args = { class: world.idOf('coin'), parts: [part(alice, 5)], inputs: [], change: [] };
    await world.define('coin', { countersigner: textOf(carol) });
    const index = await world.must(assetsCall('issue', args, issuer, carol));
    return [transferCall(world.inputs(world.key(index)), [output(bob, 5)], alice)];
  }),
  refusal('CLASS_EXISTS', 'a class twice', async (world) => {
    await world.define('coin');
    return [world.definition('coin')];
  }),
  refusal('NOT_AUTHORISED', 'a class by anybody', () =>
    Promise.resolve([assetsCall('define', definition('coin'), alice)]),
  ),
];
