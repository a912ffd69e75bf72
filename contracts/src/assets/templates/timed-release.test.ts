import assert from 'node:assert/strict';
import { testBoth } from '../../../test/runtimes.ts';
import { alice, bob, holdOf, newWorld, part, textOf } from '../../../test/assets/world.ts';

testBoth('timed release: goes over by itself on its day, not before', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('gift');
  const day = world.nowMs + 86_400_000;
  const owner = holdOf('timed-release', {
    giver: textOf(alice),
    receiver: textOf(bob),
    day: String(day),
  });
  const [key = assert.fail()] = await world.issue('gift', part(alice, 9));
  const held = await world.hold(alice, key, owner, 9);
  await world.refused('EXIT_TOO_EARLY', world.take(alice, held, 'release'));
  await world.refused('EXIT_UNKNOWN', world.take(alice, held, 'withdraw'));
  await world.wait(day - 1);
  assert.deepEqual(world.balance(alice, 'gift'), [0n, 9n]);
  await world.wait(day);
  assert.deepEqual(world.balance(alice, 'gift'), [0n, 0n]);
  assert.deepEqual(world.balance(bob, 'gift'), [9n, 0n]);
});
