import assert from 'node:assert/strict';
import { toHex } from '@stele/base';
import { testBoth } from '../../../test/runtimes.ts';
import { alice, bob, holdOf, newWorld, part, sha256, textOf } from '../../../test/assets/world.ts';

const SECRET = new Uint8Array(32).fill(7);
const OTHER = toHex(new Uint8Array(32).fill(8));

testBoth('hash lock: claimed with the secret in time, or refunded later', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin', { kind: 'money' });
  const deadline = world.nowMs + 1000;
  const owner = holdOf('hash-lock', {
    sender: textOf(alice),
    receiver: textOf(bob),
    digest: toHex(sha256(SECRET)),
    deadline: String(deadline),
  });
  const [first = assert.fail(), second = assert.fail()] = await world.issue(
    'coin',
    part(alice, 3),
    part(alice, 4),
  );
  const claimed = await world.hold(alice, first, owner, 3);
  const refunded = await world.hold(alice, second, owner, 4);
  await world.refused('PREIMAGE_WRONG', world.take(bob, claimed, 'claim'));
  await world.refused('PREIMAGE_WRONG', world.take(bob, claimed, 'claim', OTHER));
  await world.refused('EXIT_NOT_ACTING', world.take(alice, claimed, 'claim', toHex(SECRET)));
  await world.refused('EXIT_TOO_EARLY', world.take(alice, refunded, 'refund'));
  await world.must(world.take(bob, claimed, 'claim', toHex(SECRET)));
  assert.deepEqual(world.balance(bob, 'coin'), [3n, 0n]);
  await world.wait(deadline);
  await world.refused('EXIT_TOO_LATE', world.take(bob, refunded, 'claim', toHex(SECRET)));
  await world.refused('PREIMAGE_WRONG', world.take(alice, refunded, 'refund', toHex(SECRET)));
  await world.must(world.take(alice, refunded, 'refund'));
  assert.deepEqual(world.balance(alice, 'coin'), [4n, 0n]);
});
