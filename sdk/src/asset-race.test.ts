/** Assets have one end: of two transactions that want the same output, over two connections, exactly one is executed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdings, race, raceGround, watched } from './test/asset-race.ts';

const CASES = process.env['STELE_TEST_DEEP'] === '1' ? 10_000 : 96;

void test('of two parties that end one hold at once, exactly one wins', async (context) => {
  const ground = await raceGround(context);
  const { alice, bob } = ground.bench;
  const [withdrawn, accepted] = await race(ground, {
    count: CASES,
    isHeld: true,
    runners: [
      { by: alice, exit: 'withdraw' },
      { by: bob, exit: 'accept' },
    ],
  });
  assert.equal(withdrawn + accepted, CASES);
  assert.equal(await holdings(ground, alice), `${String(withdrawn)} 0`);
  assert.equal(await holdings(ground, bob), `${String(accepted)} 0`);
  context.diagnostic(`cases: races for a hold ${String(CASES)}`);
});

void test('who spends one output twice, over two connections, spends it once', async (context) => {
  const ground = await raceGround(context);
  const { alice, bob, issuer } = ground.bench;
  const [toBob, toIssuer] = await race(ground, {
    count: CASES,
    isHeld: false,
    runners: [
      { by: alice, exit: '', to: bob },
      { by: alice, exit: '', to: issuer },
    ],
  });
  assert.equal(toBob + toIssuer, CASES);
  assert.equal(await holdings(ground, alice), '0 0');
  assert.equal(await holdings(ground, bob), `${String(toBob)} 0`);
  assert.equal(await holdings(ground, issuer), `${String(toIssuer)} 0`);
  context.diagnostic(`cases: double spends ${String(CASES)}`);
});

void test('whoever looks while assets move sees all of them, and each once', async (context) => {
  const ground = await raceGround(context);
  const looks = await watched(ground, CASES);
  assert.ok(looks > CASES / 10, 'there were looks while it moved');
  context.diagnostic(`cases: looks at what moves ${String(looks)}`);
});
