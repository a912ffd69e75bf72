/** Steps 1 and 2: what is taken in, and by whom. */

import { toHex } from '@stele/base';
import {
  alice,
  assetsCall,
  bob,
  issuer,
  output,
  sha256,
  textOf,
  to,
  transferCall,
} from '../world.ts';
import { aliceHas, holdWith, type Refusal, refusal } from './refusal.ts';

const SECRET = 'ab'.repeat(32);
const HOUR_MS = 3_600_000;

export const inputRefusals: readonly Refusal[] = [
  refusal('OUTPUT_UNKNOWN', 'an output that never was', async (world) => {
    await aliceHas(world, 5);
    return [transferCall(world.inputs(new Uint8Array(10)), [], alice)];
  }),
  refusal('OUTPUT_UNKNOWN', 'one output twice in a call', async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall(world.inputs(coin, coin), [output(bob, 10)], alice)];
  }),
  refusal('OUTPUT_UNKNOWN', 'one output in two calls of a transaction', async (world) => {
    const coin = await aliceHas(world, 5);
    const spend = transferCall(world.inputs(coin), [output(bob, 5)], alice);
    return [spend, spend];
  }),
  refusal('OUTPUT_UNKNOWN', 'an output that this transaction has not made yet', async (world) => {
    await aliceHas(world, 5);
    const made = { output: { made: { call: 0, place: 0 } }, exit: '', preimage: null };
    return [transferCall([made], [output(bob, 5)], alice)];
  }),
  refusal('OUTPUT_DIFFERS', 'a guard of another row', async (world) => {
    const coin = await aliceHas(world, 5);
    const guard = '00'.repeat(8);
    const input = { output: { key: { key: toHex(coin), guard } }, exit: '', preimage: null };
    return [transferCall([input], [output(bob, 5)], alice)];
  }),
  refusal('HOLDER_NOT_ACTING', 'another’s output', async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall(world.inputs(coin), [output(bob, 5)], bob)];
  }),
  refusal('HOLDER_NOT_ACTING', 'one of two who hold together', async (world) => {
    await world.define('coin');
    const both = { party: `2-of(${textOf(alice)},${textOf(bob)})` };
    const [coin] = await world.issue('coin', { attributes: [], amount: '5', to: both });
    return [transferCall(world.inputs(coin ?? new Uint8Array(0)), [output(bob, 5)], bob)];
  }),
  refusal('EXIT_UNKNOWN', 'an exit of what is in no hold', async (world) => {
    const coin = await aliceHas(world, 5);
    return [world.take(alice, coin, 'accept')];
  }),
  refusal('EXIT_UNKNOWN', 'an exit outside of a transfer', async (world) => {
    const held = await world.hold(alice, await aliceHas(world, 5), holdWith(), 5);
    const inputs = [world.input(held, 'accept')];
    return [assetsCall('redeem', { inputs, change: [] }, bob)];
  }),
  refusal('EXIT_NOT_ACTING', 'another’s exit', async (world) => {
    const held = await world.hold(alice, await aliceHas(world, 5), holdWith(), 5);
    return [world.take(alice, held, 'accept')];
  }),
  refusal('EXIT_TOO_EARLY', 'an exit a millisecond before it opens', async (world) => {
    const coin = await aliceHas(world, 5);
    const from = world.nowMs + HOUR_MS;
    const held = await world.hold(alice, coin, holdWith({ from }), 5);
    await world.wait(from - 2);
    return [world.take(alice, held, 'exit-0')];
  }),
  refusal('EXIT_TOO_LATE', 'an exit in the millisecond in which it closes', async (world) => {
    const coin = await aliceHas(world, 5);
    const until = world.nowMs + HOUR_MS;
    const held = await world.hold(alice, coin, holdWith({ until }), 5);
    await world.wait(until - 1);
    return [world.take(alice, held, 'exit-0')];
  }),
  refusal('PREIMAGE_WRONG', 'another secret', async (world) => {
    const preimage = { algorithm: 1, digest: toHex(sha256(Buffer.from(SECRET, 'hex'))) };
    const held = await world.hold(alice, await aliceHas(world, 5), holdWith({ preimage }), 5);
    return [world.take(alice, held, 'exit-0', 'ac'.repeat(32))];
  }),
  refusal('PREIMAGE_WRONG', 'a secret that nobody asked for', async (world) => {
    const coin = await aliceHas(world, 5);
    return [transferCall([world.input(coin, '', SECRET)], [output(bob, 5)], alice)];
  }),
  refusal('HELD', 'what is in a hold, by whom it counts for', async (world) => {
    const held = await world.hold(alice, await aliceHas(world, 5), holdWith(), 5);
    return [transferCall(world.inputs(held), [output(bob, 5)], alice)];
  }),
  refusal('PAYMENT_MISSING', 'two exits, one payment', async (world) => {
    await world.define('money', { kind: 'money' });
    await world.define('coin');
    const [first, second] = await world.issue(
      'coin',
      { attributes: [], amount: '1', to: to(alice) },
      { attributes: [], amount: '1', to: to(alice) },
    );
    const [purse] = await world.issue('money', { attributes: [], amount: '9', to: to(bob) });
    const pays = { class: world.idOf('money'), amount: '5', to: textOf(alice) };
    const owner = holdWith({ name: 'buy', by: textOf(bob), to: to(bob), pays });
    const held = [
      await world.hold(alice, first ?? new Uint8Array(0), owner),
      await world.hold(alice, second ?? new Uint8Array(0), owner),
    ];
    const inputs = [...held.map((key) => world.input(key, 'buy'))];
    const purses = world.inputs(purse ?? new Uint8Array(0));
    return [transferCall([...inputs, ...purses], [output(alice, 9, 2)], bob)];
  }),
  refusal('PAYMENT_MISSING', 'payment in another slot', async (world) => {
    const slotted = { kind: 'money', attributes: [{ name: 'grade', type: 'uint' }] };
    await world.define('money', slotted);
    const coin = await aliceHas(world, 1);
    const [purse] = await world.issue('money', { attributes: [1], amount: '9', to: to(bob) });
    const slot = toHex(world.slotOf('money', [2]));
    const pays = { class: world.idOf('money'), slot, amount: '5', to: textOf(alice) };
    const owner = holdWith({ name: 'buy', by: textOf(bob), to: to(bob), pays });
    const held = await world.hold(alice, coin, owner);
    const inputs = [world.input(held, 'buy'), ...world.inputs(purse ?? new Uint8Array(0))];
    return [transferCall(inputs, [output(alice, 9, 1)], bob)];
  }),
  refusal('MARKED', 'what an order has frozen', async (world) => {
    const coin = await aliceHas(world, 5);
    const reference = 'cd'.repeat(32);
    const args = { handle: { output: toHex(coin) }, level: 'platform', reference };
    await world.must(assetsCall('mark', args, issuer));
    return [transferCall(world.inputs(coin), [output(bob, 5)], alice)];
  }),
];
