import assert from 'node:assert/strict';
import { testBoth } from '../../../test/runtimes.ts';
import {
  alice,
  bob,
  carol,
  holdOf,
  newWorld,
  part,
  textOf,
  type World,
} from '../../../test/assets/world.ts';

const HOUR_MS = 3_600_000;

async function escrowed(world: World): Promise<{ key: Uint8Array; deadline: number }> {
  const deadline = world.nowMs + HOUR_MS;
  const [key = assert.fail()] = await world.issue('deed', part(alice));
  const owner = holdOf('escrow', {
    sender: textOf(alice),
    receiver: textOf(bob),
    deadline: String(deadline),
    lapsesTo: textOf(carol),
  });
  return { key: await world.hold(alice, key, owner), deadline };
}

testBoth('escrow: accepted, rejected, withdrawn or lapsed, once', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('deed');

  const accepted = await escrowed(world);
  assert.deepEqual(world.balance(alice, 'deed'), [0n, 1n], 'it counts for the sender');
  await world.refused('HELD', world.take(alice, accepted.key, ''));
  await world.refused('EXIT_NOT_ACTING', world.take(alice, accepted.key, 'accept'));
  await world.refused('EXIT_NOT_ACTING', world.take(bob, accepted.key, 'withdraw'));
  await world.refused('EXIT_TOO_EARLY', world.take(carol, accepted.key, 'lapse'));
  await world.must(world.take(bob, accepted.key, 'accept'));
  assert.deepEqual(world.balance(bob, 'deed'), [1n, 0n]);
  await world.refused('OUTPUT_UNKNOWN', world.take(alice, accepted.key, 'withdraw'));

  await world.must(world.take(bob, (await escrowed(world)).key, 'reject'));
  assert.deepEqual(world.balance(alice, 'deed'), [1n, 0n]);

  await world.must(world.take(alice, (await escrowed(world)).key, 'withdraw'));
  assert.deepEqual(world.balance(alice, 'deed'), [2n, 0n]);

  const lapsed = await escrowed(world);
  await world.wait(lapsed.deadline);
  assert.deepEqual(world.balance(carol, 'deed'), [1n, 0n], 'its timer took it');
  await world.refused('OUTPUT_UNKNOWN', world.take(bob, lapsed.key, 'accept'));
  assert.deepEqual(world.balance(alice, 'deed'), [2n, 0n]);
});
