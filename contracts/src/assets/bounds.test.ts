import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import { argumentsFromJson, type Json, type JsonObject } from '@stele/kernel/contract';
import { testBoth } from '../../test/runtimes.ts';
import {
  alice,
  bob,
  holdOf,
  newWorld,
  output,
  part,
  textOf,
  to,
  transferCall,
} from '../../test/assets/world.ts';
import { assets } from './assets.ts';
import { AMOUNT_MAX, EXITS_MAX, HOLD_DEPTH_MAX, INPUTS_MAX } from './limits.ts';

/** A hold in holds: `depth` in all. */
function nested(depth: number, exits = 1): JsonObject {
  const inner = depth === 1 ? to(bob) : nested(depth - 1);
  return {
    hold: {
      for: textOf(alice),
      reason: 'escrow',
      exits: Array.from({ length: exits }, (_, i) => ({
        name: `exit-${String(i)}`,
        by: textOf(bob),
        to: inner,
      })),
    },
  };
}

testBoth('holds nest to their limit, and are left one by one', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const [coin = assert.fail()] = await world.issue('coin', part(alice, 5));
  let key = await world.hold(alice, coin, nested(HOLD_DEPTH_MAX, EXITS_MAX), 5);
  for (let i = 0; i < HOLD_DEPTH_MAX; i++) {
    assert.deepEqual(world.balance(alice, 'coin'), [0n, 5n]);
    key = world.key(await world.must(world.take(bob, key, 'exit-0')));
  }
  assert.deepEqual(world.balance(bob, 'coin'), [5n, 0n]);
});

testBoth('as many inputs as a call may take become one', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const keys: Uint8Array[] = [];
  for (let i = 0; i < INPUTS_MAX / 64; i++) {
    keys.push(...(await world.issue('coin', ...Array.from({ length: 64 }, () => part(alice, 3)))));
  }
  await world.must(transferCall(world.inputs(...keys), [output(bob, 3 * INPUTS_MAX)], alice));
  assert.deepEqual(world.balance(bob, 'coin'), [BigInt(3 * INPUTS_MAX), 0n]);
});

testBoth('all that can be is one amount, and can be split to its last unit', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const [all = assert.fail()] = await world.issue('coin', part(alice, AMOUNT_MAX));
  const outputs = [output(bob, AMOUNT_MAX - 1n), output(alice, 1)];
  const index = await world.must(transferCall(world.inputs(all), outputs, alice));
  const both = world.inputs(world.key(index, 0), world.key(index, 1));
  await world.must(transferCall(both, [output(bob, AMOUNT_MAX)], alice, bob));
  assert.deepEqual(world.balance(bob, 'coin'), [AMOUNT_MAX, 0n]);
});

testBoth('one output, two transactions of a block: the first has it', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const [coin = assert.fail()] = await world.issue('coin', part(alice, 5));
  const candidates = [bob, alice].map((one) =>
    world.candidate(transferCall(world.inputs(coin), [output(one, 5)], alice)),
  );
  assert.deepEqual(await world.chain.runCandidates(candidates), ['', 'OUTPUT_UNKNOWN']);
  assert.deepEqual(world.balance(bob, 'coin'), [5n, 0n]);
  await world.refused(
    'OUTPUT_UNKNOWN',
    transferCall(world.inputs(coin), [output(alice, 5)], alice),
  );
});

testBoth('a transaction of which a later call is refused leaves nothing', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const [mine = assert.fail(), other = assert.fail()] = await world.issue(
    'coin',
    part(alice, 5),
    part(bob, 5),
  );
  const held = holdOf('timed-release', {
    giver: textOf(alice),
    receiver: textOf(bob),
    day: String(world.nowMs + 1000),
  });
  const good = transferCall(world.inputs(mine), [output(held, 5)], alice);
  const bad = transferCall(world.inputs(other), [output(alice, 6)], bob);
  await world.refused('SUMS_DIFFER', good, bad);
  assert.equal(world.chain.kernel.nextTimerAtMs, undefined, 'no timer is left either');
  assert.deepEqual(world.balance(alice, 'coin'), [5n, 0n]);
});

const input: JsonObject = {
  output: { key: { key: '00'.repeat(10), guard: '00'.repeat(8) } },
};
const FORMS: Readonly<Record<string, Json>> = {
  'no inputs': { inputs: [], outputs: [] },
  'ten thousand inputs': { inputs: Array<Json>(10_000).fill(input), outputs: [] },
  'one input too many': { inputs: Array<Json>(INPUTS_MAX + 1).fill(input), outputs: [] },
  nothing: { inputs: [input], outputs: [{ like: 0, amount: '0', to: to(bob) }] },
  'less than nothing': { inputs: [input], outputs: [{ like: 0, amount: '-1', to: to(bob) }] },
  'a number for an amount': { inputs: [input], outputs: [{ like: 0, amount: 5, to: to(bob) }] },
  'two to the power of 128': {
    inputs: [input],
    outputs: [{ like: 0, amount: String(AMOUNT_MAX + 1n), to: to(bob) }],
  },
  'a hold too deep': { inputs: [input], outputs: [output(nested(HOLD_DEPTH_MAX + 1), 1)] },
  'an exit too many': { inputs: [input], outputs: [output(nested(1, EXITS_MAX + 1), 1)] },
  'a hold without exits': { inputs: [input], outputs: [output(nested(1, 0), 1)] },
};

for (const [what, form] of Object.entries(FORMS)) {
  test(`${what} is malformed`, () => {
    const transfer = assets.methods.get('transfer') ?? assert.fail();
    assert.throws(
      () => argumentsFromJson(transfer, form),
      (error) => isCoded(error, 'ARGS_MALFORMED'),
    );
  });
}
