import assert from 'node:assert/strict';
import { testBoth } from '../../test/runtimes.ts';
import {
  alice,
  assetsCall,
  bob,
  issuer,
  newWorld,
  output,
  part,
  textOf,
  to,
} from '../../test/assets/world.ts';

testBoth('issued, handed on in part, put into a hold, taken out of it', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const [issued] = await world.issue('coin', part(alice, 10));
  assert.ok(issued);
  const sent = await world.must(
    assetsCall(
      'transfer',
      { inputs: world.inputs(issued), outputs: [output(bob, 4), output(alice, 6)] },
      alice,
    ),
  );
  assert.deepEqual(world.balance(alice, 'coin'), [6n, 0n]);
  assert.deepEqual(world.balance(bob, 'coin'), [4n, 0n]);
  const hold = {
    hold: {
      for: textOf(alice),
      reason: 'escrow',
      reference: null,
      exits: [
        { name: 'accept', by: textOf(bob), to: to(bob) },
        { name: 'withdraw', by: textOf(alice), to: to(alice) },
      ],
    },
  };
  const change = world.key(sent, 1);
  const held = await world.must(
    assetsCall('transfer', { inputs: world.inputs(change), outputs: [output(hold, 6)] }, alice),
  );
  assert.deepEqual(world.balance(alice, 'coin'), [0n, 6n]);
  await world.must(
    assetsCall('transfer', { inputs: [world.input(world.key(held), 'accept')], outputs: [] }, bob),
  );
  assert.deepEqual(world.balance(alice, 'coin'), [0n, 0n]);
  assert.deepEqual(world.balance(bob, 'coin'), [10n, 0n]);
  await world.refused(
    'OUTPUT_UNKNOWN',
    assetsCall('transfer', { inputs: world.inputs(issued), outputs: [output(bob, 10)] }, alice),
  );
  await world.must(
    assetsCall('redeem', { inputs: world.inputs(world.key(sent)), change: [output(bob, 1)] }, bob),
  );
  assert.deepEqual(world.balance(bob, 'coin'), [7n, 0n]);
  assert.equal(textOf(issuer).startsWith('acc_'), true);
});
