import assert from 'node:assert/strict';
import { toHex } from '@stele/base';
import type { JsonObject } from '@stele/kernel/contract';
import { decodeEntry } from '@stele/protocol';
import { testBoth } from '../../test/runtimes.ts';
import {
  alice,
  assetsCall,
  bob,
  carol,
  issuer,
  newWorld,
  output,
  part,
  textOf,
  to,
  transferCall,
  type World,
} from '../../test/assets/world.ts';

/** A hold that lapses to Bob, and to Carol a second later if nothing else happens. */
function lapsing(at: number): JsonObject {
  const second = {
    hold: {
      for: textOf(bob),
      reason: 'escrow',
      exits: [{ name: 'lapse', from: at + 1000, to: to(carol) }],
    },
  };
  return {
    hold: {
      for: textOf(alice),
      reason: 'escrow',
      exits: [
        { name: 'later', from: at + 5, to: to(carol) },
        { name: 'lapse', from: at, to: second },
        { name: 'withdraw', by: textOf(alice), to: to(alice) },
      ],
    },
  };
}

async function held(world: World): Promise<{ key: Uint8Array; at: number }> {
  await world.define('coin');
  const [coin = assert.fail()] = await world.issue('coin', part(alice, 5));
  const at = world.nowMs + 10_000;
  return { key: await world.hold(alice, coin, lapsing(at), 5), at };
}

function codesOfTimers(world: World): string[] {
  const entries = (world.chain.blocks.at(-1)?.entries ?? []).map((bytes) => decodeEntry(bytes));
  return entries.flatMap((entry) => (entry.kind === 'system' ? [entry.outcome.code] : []));
}

testBoth(
  'of several, the exit that opens first is taken, and a hold in it has its own',
  async (newChain) => {
    const world = await newWorld(newChain);
    const { at } = await held(world);
    assert.equal(world.chain.kernel.nextTimerAtMs, at);
    await world.wait(at);
    assert.deepEqual(world.balance(bob, 'coin'), [0n, 5n]);
    assert.equal(world.chain.kernel.nextTimerAtMs, at + 1000);
    await world.wait(at + 1000);
    assert.deepEqual(world.balance(carol, 'coin'), [5n, 0n]);
    assert.equal(world.chain.kernel.nextTimerAtMs, undefined);
  },
);

testBoth('who is late by far lets both lapse in one block', async (newChain) => {
  const world = await newWorld(newChain);
  const { at } = await held(world);
  await world.wait(at + 5000);
  assert.deepEqual(codesOfTimers(world), ['', '']);
  assert.deepEqual(world.balance(carol, 'coin'), [5n, 0n]);
});

testBoth('another exit takes the timer away', async (newChain) => {
  const world = await newWorld(newChain);
  const { key } = await held(world);
  await world.must(world.take(alice, key, 'withdraw'));
  assert.equal(world.chain.kernel.nextTimerAtMs, undefined);
});

testBoth(
  'what is marked does not lapse; when the mark is lifted anyone may see to it',
  async (newChain) => {
    const world = await newWorld(newChain);
    const { key, at } = await held(world);
    const args = {
      handle: { output: toHex(key) },
      level: 'platform',
      reference: '0a'.repeat(32),
    };
    await world.must(assetsCall('mark', args, issuer));
    await world.wait(at);
    assert.deepEqual(codesOfTimers(world), ['MARKED']);
    assert.equal(world.chain.kernel.nextTimerAtMs, undefined);
    assert.deepEqual(world.balance(alice, 'coin'), [0n, 5n]);
    await world.must(assetsCall('unmark', args, issuer));
    await world.must(world.take(carol, key, 'lapse'));
    assert.deepEqual(world.balance(bob, 'coin'), [0n, 5n]);
  },
);

testBoth('a timer needs no countersigner, who has agreed to the hold', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin', { countersigner: textOf(carol) });
  const args = { class: world.idOf('coin'), parts: [part(alice, 5)], inputs: [], change: [] };
  const coin = world.key(await world.must(assetsCall('issue', args, issuer, carol)));
  const at = world.nowMs + 10;
  await world.must(transferCall(world.inputs(coin), [output(lapsing(at), 5)], alice, carol));
  await world.wait(at);
  assert.deepEqual(world.balance(bob, 'coin'), [0n, 5n]);
});

testBoth('who sets a time long past waits behind those who were there before', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin');
  const keys = await world.issue('coin', part(alice, 5), part(bob, 5));
  const [mine = assert.fail(), other = assert.fail()] = keys;
  const at = world.nowMs + 10;
  await world.hold(alice, mine, lapsing(at), 5);
  const put = transferCall(world.inputs(other), [output(lapsing(0), 5)], bob);
  await world.runAt(at - 1, put);
  assert.equal(world.chain.kernel.nextTimerAtMs, at - 1);
});
