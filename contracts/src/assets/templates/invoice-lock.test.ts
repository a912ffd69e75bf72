import assert from 'node:assert/strict';
import { testBoth } from '../../../test/runtimes.ts';
import { alice, bob, holdOf, newWorld, part, textOf } from '../../../test/assets/world.ts';

const STATES = {
  scale: null,
  attributes: [{ name: 'number', type: 'uint' }],
  states: ['drawn', 'booked'],
  steps: [{ name: 'book', from: ['drawn'], to: 'booked', by: ['holder'], sets: [], together: [] }],
};

testBoth('invoice lock: unlocked, booked or lapsed; booked never again', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('invoice', STATES);
  const deadline = world.nowMs + 1000;
  const owner = holdOf('invoice-lock', {
    holder: textOf(alice),
    firm: textOf(bob),
    step: 'book',
    deadline: String(deadline),
  });
  const numbered = (number: number) => ({ ...part(alice), attributes: [number] });
  const keys = await world.issue('invoice', numbered(1), numbered(2), numbered(3));
  const held: Uint8Array[] = [];
  for (const key of keys) held.push(await world.hold(alice, key, owner));
  const [unlocked, booked, lapsed] = held;
  assert.ok(unlocked !== undefined && booked !== undefined && lapsed !== undefined);
  await world.refused('HELD', world.take(alice, booked, ''));
  const free = await world.must(world.take(bob, unlocked, 'unlock'));
  assert.equal(world.output(world.key(free))?.state?.name, 'drawn');
  const done = world.key(await world.must(world.take(bob, booked, 'book')));
  assert.equal(world.output(done)?.state?.name, 'booked');
  const again = await world.hold(alice, done, owner);
  await world.refused('STEP_NOT_FROM_HERE', world.take(bob, again, 'book'));
  await world.wait(deadline);
  assert.deepEqual(world.balance(alice, 'invoice'), [3n, 0n]);
  await world.refused('OUTPUT_UNKNOWN', world.take(bob, lapsed, 'book'));
});
