import assert from 'node:assert/strict';
import { testBoth } from '../../../test/runtimes.ts';
import { alice, bank, holdOf, newWorld, part, textOf } from '../../../test/assets/world.ts';

testBoth('pledge: released, or seized once the debt is due', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('receipt');
  const due = world.nowMs + 1000;
  const owner = holdOf('pledge', {
    owner: textOf(alice),
    lender: textOf(bank),
    due: String(due),
  });
  const [first = assert.fail(), second = assert.fail()] = await world.issue(
    'receipt',
    part(alice, 5),
    part(alice, 7),
  );
  const released = await world.hold(alice, first, owner, 5);
  const seized = await world.hold(alice, second, owner, 7);
  assert.deepEqual(world.balance(alice, 'receipt'), [0n, 12n]);
  await world.refused('EXIT_NOT_ACTING', world.take(alice, released, 'release'));
  await world.refused('EXIT_TOO_EARLY', world.take(bank, seized, 'seize'));
  await world.must(world.take(bank, released, 'release'));
  assert.deepEqual(world.balance(alice, 'receipt'), [5n, 7n]);
  await world.wait(due);
  assert.deepEqual(world.balance(alice, 'receipt'), [5n, 7n], 'nothing lapses by itself');
  await world.must(world.take(bank, seized, 'seize'));
  assert.deepEqual(world.balance(alice, 'receipt'), [5n, 0n]);
  assert.deepEqual(world.balance(bank, 'receipt'), [7n, 0n]);
});
