import assert from 'node:assert/strict';
import { testBoth } from '../../../test/runtimes.ts';
import {
  alice,
  bob,
  carol,
  classOf,
  holdOf,
  newWorld,
  output,
  part,
  textOf,
  transferCall,
} from '../../../test/assets/world.ts';

testBoth('offer: whoever pays the price gets it, or it is cancelled', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('picture');
  await world.define('coin', { kind: 'money' });
  const owner = holdOf('offer', { seller: textOf(alice), money: classOf('coin'), price: '8' });
  const [first = assert.fail(), second = assert.fail()] = await world.issue(
    'picture',
    part(alice),
    part(alice),
  );
  const [purse = assert.fail()] = await world.issue('coin', part(bob, 10));
  const bought = await world.hold(alice, first, owner);
  const cancelled = await world.hold(alice, second, owner);
  const buy = world.input(bought, 'buy');
  await world.refused('PAYMENT_MISSING', transferCall([buy], [], bob));
  const paying = (price: number, to = alice) =>
    transferCall(
      [buy, world.input(purse)],
      [output(to, price, 1), output(bob, 10 - price, 1)],
      bob,
    );
  await world.refused('PAYMENT_MISSING', paying(7));
  await world.refused('PAYMENT_MISSING', paying(8, carol));
  await world.must(paying(8));
  assert.deepEqual(world.balance(bob, 'picture'), [1n, 0n]);
  assert.deepEqual(world.balance(alice, 'coin'), [8n, 0n]);
  assert.deepEqual(world.balance(bob, 'coin'), [2n, 0n]);
  await world.refused('EXIT_NOT_ACTING', world.take(bob, cancelled, 'cancel'));
  await world.must(world.take(alice, cancelled, 'cancel'));
  assert.deepEqual(world.balance(alice, 'picture'), [1n, 0n]);
});
