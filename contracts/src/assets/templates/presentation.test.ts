import assert from 'node:assert/strict';
import { testBoth } from '../../../test/runtimes.ts';
import {
  alice,
  bank,
  classOf,
  holdOf,
  newWorld,
  output,
  part,
  textOf,
  transferCall,
} from '../../../test/assets/world.ts';

testBoth('presentation: honoured by paying, or refused', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('draft');
  await world.define('coin', { kind: 'money' });
  const owner = holdOf('presentation', {
    holder: textOf(alice),
    bank: textOf(bank),
    money: classOf('coin'),
    amount: '500',
  });
  const [first = assert.fail(), second = assert.fail()] = await world.issue(
    'draft',
    part(alice),
    part(alice),
  );
  const [purse = assert.fail()] = await world.issue('coin', part(bank, 500));
  const honoured = await world.hold(alice, first, owner);
  const refused = await world.hold(alice, second, owner);
  const honour = world.input(honoured, 'honour');
  await world.refused('PAYMENT_MISSING', transferCall([honour], [], bank));
  await world.must(transferCall([honour, world.input(purse)], [output(alice, 500, 1)], bank));
  assert.deepEqual(world.balance(alice, 'coin'), [500n, 0n]);
  assert.deepEqual(world.balance(bank, 'draft'), [1n, 0n]);
  await world.refused('EXIT_NOT_ACTING', world.take(alice, refused, 'refuse'));
  await world.must(world.take(bank, refused, 'refuse'));
  assert.deepEqual(world.balance(alice, 'draft'), [1n, 0n]);
});
