/** Steps 3 and 4: what is made of it. */

import {
  alice,
  assetsCall,
  bob,
  classOf,
  issuer,
  output,
  part,
  textOf,
  to,
  transferCall,
} from '../world.ts';
import { aliceHas, type ExitChange, holdWith, type Refusal, refusal } from './refusal.ts';

const HOUR_MS = 3_600_000;
const AMOUNT_MAX = 2n ** 128n - 1n;

/** Refused for the owner that Alice would give her coin. */
function badOwner(code: string, what: string, change: ExitChange): Refusal {
  return refusal(code, what, async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall(world.inputs(coin), [output(holdWith(change), 5)], alice)];
  });
}

export const makingRefusals: readonly Refusal[] = [
  refusal('OUTPUTS_TOO_MANY', 'an exit and 256 outputs', async (world) => {
    await world.define('coin');
    const [coin, other] = await world.issue('coin', part(alice, 256), part(alice, 1));
    const held = await world.hold(alice, other ?? new Uint8Array(0), holdWith());
    const inputs = [world.input(coin ?? new Uint8Array(0)), world.input(held, 'accept')];
    const outputs = Array.from({ length: 256 }, () => output(bob, 1));
    return [transferCall(inputs, outputs, alice, bob)];
  }),
  refusal('LIKE_UNKNOWN', 'like an input that is not there', async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall(world.inputs(coin), [output(bob, 5, 1)], alice)];
  }),
  refusal('LIKE_UNKNOWN', 'like an input that leaves a hold', async (world) => {
    const held = await world.hold(alice, await aliceHas(world, 5), holdWith(), 5);
    return [transferCall([world.input(held, 'accept')], [output(bob, 5)], bob)];
  }),
  badOwner('HOLD_MALFORMED', 'two exits of one name', { name: 'accept' }),
  badOwner('HOLD_MALFORMED', 'an exit that closed long ago', { until: HOUR_MS }),
  badOwner('HOLD_MALFORMED', 'a step that the class does not have', { step: 'fly' }),
  badOwner('HOLD_MALFORMED', 'a preimage of no digest', {
    preimage: { algorithm: 0, digest: '00'.repeat(32) },
  }),
  badOwner('OWNER_UNREACHABLE', 'an exit of nobody’s', { by: 'contract:robot' }),
  badOwner('OWNER_UNREACHABLE', 'a way to nobody', { to: { party: 'role:museum/porter' } }),
  badOwner('CLASS_UNKNOWN', 'a payment in a class that is none', {
    pays: { class: '00'.repeat(16), amount: '1', to: textOf(alice) },
  }),
  refusal('HOLD_MALFORMED', 'an exit that closes before it opens', async (world) => {
    const coin = await aliceHas(world, 5);
    const window = { from: world.nowMs + HOUR_MS, until: world.nowMs + HOUR_MS };
    return [transferCall(world.inputs(coin), [output(holdWith(window), 5)], alice)];
  }),
  refusal('HOLD_MALFORMED', 'a hold of which all exits close', async (world) => {
    const coin = await aliceHas(world, 5);
    const until = world.nowMs + HOUR_MS;
    const exits = [{ name: 'accept', by: textOf(bob), until, to: to(bob) }];
    const owner = { hold: { for: textOf(alice), reason: 'escrow', exits } };
    return [transferCall(world.inputs(coin), [output(owner, 5)], alice)];
  }),
  refusal('OWNER_UNREACHABLE', 'two of two, one of them nobody', async (world) => {
    const coin = await aliceHas(world, 5);
    const owner = { party: `2-of(${textOf(alice)},role:museum/porter)` };
    return [transferCall(world.inputs(coin), [output(owner, 5)], alice)];
  }),
  refusal('ATTRIBUTES_MALFORMED', 'a word for a number', async (world) => {
    await world.define('coin', { attributes: [{ name: 'year', type: 'uint' }] });
    const parts = [{ ...part(alice), attributes: ['last'] }];
    return [issueCall(parts)];
  }),
  refusal('ATTRIBUTES_MALFORMED', 'an attribute too many', async (world) => {
    await world.define('coin');
    return [issueCall([{ ...part(alice), attributes: [1] }])];
  }),
  refusal('CLASS_UNKNOWN', 'an issue of no class', () =>
    Promise.resolve([issueCall([part(alice)])]),
  ),
  refusal('SUMS_DIFFER', 'one more than there was', async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall(world.inputs(coin), [output(bob, 6)], alice)];
  }),
  refusal('SUMS_DIFFER', 'one left over', async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall(world.inputs(coin), [output(bob, 4)], alice)];
  }),
  refusal('SUMS_DIFFER', 'sums beyond 2^128 that agree when cut to 128 bits', async (world) => {
    const coin = await aliceHas(world, 5);
    const outputs = [output(bob, AMOUNT_MAX), output(bob, 6)];
    return [transferCall(world.inputs(coin), outputs, alice)];
  }),
  refusal('SUMS_DIFFER', 'two slots joined', async (world) => {
    await world.define('coin', { attributes: [{ name: 'year', type: 'uint' }] });
    const keys = await world.issue(
      'coin',
      { ...part(alice, 2), attributes: [1] },
      { ...part(alice, 3), attributes: [2] },
    );
    return [transferCall(world.inputs(...keys), [output(bob, 5)], alice)];
  }),
  refusal('SUMS_DIFFER', 'change greater than what is redeemed', async (world) => {
    const coin = await aliceHas(world, 5);
    const args = { inputs: world.inputs(coin), change: [output(alice, 6)] };
    return [assetsCall('redeem', args, alice)];
  }),
  refusal('AMOUNT_TOO_LARGE', 'one more than 2^128 − 1 in two issues', async (world) => {
    await aliceHas(world, AMOUNT_MAX);
    return [issueCall([part(alice)])];
  }),
  refusal('AMOUNT_TOO_LARGE', 'two of a token', async (world) => {
    await world.define('coin', { scale: null });
    return [issueCall([part(alice, 2)])];
  }),
  refusal('TOKEN_EXISTS', 'a token that was redeemed', async (world) => {
    const token = await aliceHas(world, 1, { scale: null });
    const inputs = world.inputs(token);
    await world.must(assetsCall('redeem', { inputs, change: [] }, alice));
    return [issueCall([part(alice)])];
  }),
  refusal('TOKEN_EXISTS', 'a token twice in one issue', async (world) => {
    await world.define('coin', { scale: null });
    return [issueCall([part(alice), part(alice)])];
  }),
  refusal('SPEND_MISSING', 'less quota than the issue spends', async (world) => {
    await world.define('quota', { kind: 'quota' });
    const [quota] = await world.issue('quota', part(issuer, 9));
    await world.define('coin', { limits: { spends: { class: classOf('quota'), rate: 2 } } });
    const inputs = world.inputs(quota ?? new Uint8Array(0));
    const change = [output(issuer, 4)];
    const args = { class: classOf('coin'), parts: [part(alice, 3)], inputs, change };
    return [assetsCall('issue', args, issuer)];
  }),
  refusal('SPEND_MISSING', 'something taken in where nothing is spent', async (world) => {
    const coin = await aliceHas(world, 5);
    const inputs = world.inputs(coin);
    const args = { class: classOf('coin'), parts: [part(alice)], inputs, change: [] };
    return [assetsCall('issue', args, issuer, alice)];
  }),
  refusal('SUPPLY_EXCEEDED', 'more than there may be at one time', async (world) => {
    await aliceHas(world, 5, { limits: { supply: '5' } });
    return [issueCall([part(alice)])];
  }),
];

function issueCall(parts: Parameters<typeof assetsCall>[1][string]): ReturnType<typeof assetsCall> {
  return assetsCall('issue', { class: classOf('coin'), parts, inputs: [], change: [] }, issuer);
}
