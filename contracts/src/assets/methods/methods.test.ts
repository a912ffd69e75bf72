import assert from 'node:assert/strict';
import { toHex } from '@stele/base';
import { testBoth } from '../../../test/runtimes.ts';
import {
  admin,
  alice,
  assetsCall,
  bank,
  bob,
  classOf,
  issuer,
  newWorld,
  output,
  part,
  textOf,
  to,
  transferCall,
} from '../../../test/assets/world.ts';

const reference = '0a'.repeat(32);
const DAY_MS = 86_400_000;

testBoth(
  'step: two of a set go together, one sets a field, and a step asks for no holder',
  async (newChain) => {
    const world = await newWorld(newChain);
    const step = { from: ['drawn'], to: 'drawn', by: ['holder'], sets: [], together: [] };
    await world.define('draft', {
      scale: null,
      attributes: [
        { name: 'set', type: 'identifier' },
        { name: 'member', type: 'uint' },
      ],
      set: { by: 'set', member: 'member' },
      fields: [
        { name: 'bank', type: 'account' },
        { name: 'grade', type: 'uint' },
      ],
      states: ['drawn', 'paid'],
      steps: [
        { ...step, name: 'grade', sets: ['grade'], by: ['issuer'] },
        { ...step, name: 'pay', to: 'paid', together: [1, 2] },
      ],
    });
    const member = (number: number) => ({ ...part(alice), attributes: ['a', number] });
    const keys = await world.issue('draft', member(1), member(2));
    const graded = await world.must(
      assetsCall('step', { inputs: world.inputs(...keys), step: 'grade', values: [7] }, issuer),
    );
    const both = [world.key(graded, 0), world.key(graded, 1)];
    assert.deepEqual(world.output(world.key(graded))?.state, { name: 'drawn', values: [null, 7] });
    const paid = await world.must(
      assetsCall('step', { inputs: world.inputs(...both), step: 'pay', values: [] }, alice),
    );
    assert.deepEqual(world.output(world.key(paid, 1))?.state, { name: 'paid', values: [null, 7] });
    assert.deepEqual(world.balance(alice, 'draft'), [2n, 0n]);
  },
);

testBoth(
  'mark: each level is lifted by itself alone, and a hold of the party stays shut',
  async (newChain) => {
    const world = await newWorld(newChain);
    await world.define('coin');
    const [coin = assert.fail()] = await world.issue('coin', part(alice, 5));
    const send = () => transferCall(world.inputs(coin), [output(bob, 5)], alice);
    const platform = { handle: { output: toHex(coin) }, level: 'platform', reference };
    const authority = { ...platform, level: 'authority' };
    await world.must(assetsCall('mark', platform, issuer), assetsCall('mark', authority, admin));
    await world.must(assetsCall('unmark', platform, issuer));
    await world.refused('MARKED', send());
    await world.must(assetsCall('unmark', authority, admin));
    const party = { handle: { party: textOf(alice) }, level: 'authority', reference };
    await world.must(assetsCall('mark', party, admin));
    await world.refused('MARKED', send());
    await world.must(assetsCall('unmark', party, admin));
    await world.must(send());
  },
);

testBoth('mark: what is frozen as a class or a slot is not issued either', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('coin', { attributes: [{ name: 'year', type: 'uint' }] });
  const issue = (year: number) => world.issueCall('coin', { ...part(alice), attributes: [year] });
  const slot = { class: classOf('coin'), slot: toHex(world.slotOf('coin', [1])) };
  await world.must(assetsCall('mark', { handle: { slot }, level: 'platform', reference }, issuer));
  await world.refused('MARKED', issue(1));
  await world.must(issue(2));
  const all = { handle: { class: classOf('coin') }, level: 'authority', reference };
  await world.must(assetsCall('mark', all, admin));
  await world.refused('MARKED', issue(2));
});

testBoth('issue: quota of another class is burnt for it, the rest comes back', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('quota', { kind: 'quota' });
  await world.define('invoice', { limits: { spends: { class: classOf('quota'), rate: 2 } } });
  const [quota = assert.fail()] = await world.issue('quota', part(issuer, 9));
  const args = {
    class: classOf('invoice'),
    parts: [part(alice, 3)],
    inputs: world.inputs(quota),
    change: [output(issuer, 3)],
  };
  const index = await world.must(assetsCall('issue', args, issuer));
  assert.deepEqual(world.balance(issuer, 'quota'), [3n, 0n]);
  assert.equal(world.output(world.key(index, 1))?.depth, 0, 'change of the issuer’s own');
});

testBoth(
  'transfer: an issuer sells, a holder rests, and rest counts from the hand-over',
  async (newChain) => {
    const world = await newWorld(newChain);
    const rest = { firstDays: 2, nextDays: 5 };
    await world.define('print', { limits: { forValue: 'primary', rest } });
    await world.define('money', { kind: 'money' });
    const [print = assert.fail()] = await world.issue('print', part(issuer));
    const [purse = assert.fail()] = await world.issue('money', part(alice, 9));
    const sold = await world.must(
      transferCall(world.inputs(purse), [output(issuer, 9)], alice),
      transferCall(world.inputs(print), [output(alice, 1)], issuer),
    );
    const mine = world.key(sold, 0, 1);
    assert.equal(world.output(mine)?.depth, 1);
    const give = () => transferCall(world.inputs(mine), [output(bob, 1)], alice);
    await world.refused('RESTING', give());
    await world.wait(world.nowMs + 2 * DAY_MS);
    const given = world.key(await world.must(give()));
    assert.equal(world.output(given)?.depth, 2);
    await world.wait(world.nowMs + 4 * DAY_MS);
    await world.refused('RESTING', transferCall(world.inputs(given), [output(alice, 1)], bob));
    await world.wait(world.nowMs + DAY_MS);
    await world.must(transferCall(world.inputs(given), [output(alice, 1)], bob));
  },
);

testBoth('certify: until its time, and no longer when it is withdrawn', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('share', { holders: textOf(bank) });
  const pair = { registrar: textOf(bank), party: textOf(bob) };
  const issue = () => world.issueCall('share', part(to(bob)));
  await world.refused('HOLDER_NOT_CERTIFIED', issue());
  await world.must(assetsCall('certify', { ...pair, until: null }, bank));
  await world.must(issue());
  await world.must(assetsCall('decertify', pair, bank));
  await world.refused('HOLDER_NOT_CERTIFIED', issue());
  await world.must(world.issueCall('share', part(issuer)));
});

testBoth('transfer: joining does not end the rest of who came first', async (newChain) => {
  const world = await newWorld(newChain);
  await world.define('share', { limits: { rest: { firstDays: 180, nextDays: 0 } } });
  const [early = assert.fail()] = await world.issue('share', part(bob, 5));
  await world.wait(world.nowMs + 180 * DAY_MS);
  const handed = await world.must(
    transferCall(world.inputs(early), [output(alice, 2), output(bob, 3)], bob),
  );
  const [mine = assert.fail()] = await world.issue('share', part(alice, 5));
  const both = world.inputs(mine, world.key(handed, 0));
  await world.refused('RESTING', transferCall(both, [output(alice, 7)], alice));
  const joined = world.inputs(mine, world.key(handed, 1));
  await world.refused('RESTING', transferCall(joined, [output(alice, 8)], alice, bob));
  await world.must(transferCall(world.inputs(world.key(handed, 0)), [output(bob, 2)], alice));
});
