/** S23: a prescription belongs to its patient, moves nowhere, and is dispensed once, by patient and pharmacist. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hand, issue, mark, redeem } from '../test/acts.ts';
import { Scene } from '../test/scene.ts';

const PRESCRIPTION = 'hospital/prescription';

async function prescribed(): Promise<Scene> {
  const scene = await Scene.open('administration', 'doctor', 'pharmacist', 'patient', 'dealer');
  await scene.define('prescription');
  const attributes = [88, 'amoxicillin', '{digest:prescription 88}', Scene.day(3)];
  await scene.does(issue('doctor', PRESCRIPTION, [{ attributes, amount: '2', to: 'patient' }]));
  return scene;
}

void test('prescription: nobody but a doctor writes it, nobody hands it on', async () => {
  const scene = await prescribed();
  const attributes = [89, 'codeine', '{digest:prescription 89}', Scene.day(3)];
  const forged = issue('patient', PRESCRIPTION, [{ attributes, amount: '9', to: 'patient' }]);
  await scene.refuses('ROLE_NOT_ACTING', forged);
  const own = await scene.the('patient', PRESCRIPTION);
  await scene.refuses('MOVE_FORBIDDEN', hand('patient', own, 'dealer'));
});

void test('prescription: dispensed pack by pack, and no pack twice', async () => {
  const scene = await prescribed();
  const first = await scene.the('patient', PRESCRIPTION);
  const rest = [{ amount: '1', to: 'patient' }];
  await scene.refuses('ROLE_NOT_ACTING', redeem('patient', [first], rest));
  await scene.refuses('HOLDER_NOT_ACTING', redeem('pharmacist', [first], rest));
  await scene.does(redeem(['patient', 'pharmacist'], [first], rest));
  await scene.refuses('OUTPUT_UNKNOWN', redeem(['patient', 'pharmacist'], [first], rest));
  const second = await scene.the('patient', PRESCRIPTION);
  await scene.does(redeem(['patient', 'pharmacist'], [second]));
  assert.deepEqual(await scene.supply(PRESCRIPTION), { issued: 2n, redeemed: 2n });
});

void test('prescription: one that the administration has stopped is not dispensed', async () => {
  const scene = await prescribed();
  const own = await scene.the('patient', PRESCRIPTION);
  const handle = { output: own.key };
  await scene.does(mark('administration', 'mark', { handle, level: 'platform' }));
  await scene.refuses('MARKED', redeem(['patient', 'pharmacist'], [own]));
});
