/** S24, S28, S33, S36: a document is a record whose steps several roles take, each in its turn. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hand, issue, redeem, step } from '../test/acts.ts';
import type { Holding } from '../test/holdings.ts';
import { Scene } from '../test/scene.ts';

const WAYBILL = 'haulage/waybill';
const ORIGIN = 'chamber/certificate-of-origin';

async function opened(): Promise<Scene> {
  const scene = await Scene.open(
    'contractor',
    'consignor',
    'carrier',
    'consignee',
    'chamber',
    'customs',
    'exporter',
  );
  await scene.define('documents');
  return scene;
}

void test('documents: a waybill, confirmed by several at every step', async () => {
  const scene = await opened();
  await scene.does(
    issue('contractor', WAYBILL, [{ attributes: [5, '{digest:goods}'], to: 'consignor' }]),
  );
  const bill = (): Promise<Holding> => scene.the('consignor', WAYBILL);
  await scene.refuses('STEP_ROLE_NOT_ACTING', step('carrier', [await bill()], 'load'));
  await scene.does(step(['consignor', 'carrier'], [await bill()], 'load'));
  for (const place of ['toll gate', 'river bridge']) {
    await scene.does(step('carrier', [await bill()], 'report', [`{digest:${place}}`]));
  }
  await scene.refuses(
    'STEP_NOT_FROM_HERE',
    step(['consignor', 'consignee'], [await bill()], 'confirm'),
  );
  await scene.does(step(['carrier', 'consignee'], [await bill()], 'deliver', ['{digest:signed}']));
  await scene.does(step(['consignor', 'consignee'], [await bill()], 'confirm'));
  assert.equal((await bill()).state, 'confirmed');
  await scene.refuses('MOVE_FORBIDDEN', hand('consignor', await bill(), 'consignee'));
});

void test('documents: values of a step are those its fields ask for', async () => {
  const scene = await opened();
  await scene.does(
    issue('contractor', WAYBILL, [{ attributes: [6, '{digest:goods}'], to: 'consignor' }]),
  );
  const bill = (): Promise<Holding> => scene.the('consignor', WAYBILL);
  await scene.does(step(['consignor', 'carrier'], [await bill()], 'load'));
  await scene.refuses('STATE_MALFORMED', step('carrier', [await bill()], 'report'));
  await scene.refuses('STATE_MALFORMED', step('carrier', [await bill()], 'report', [12]));
  await scene.refuses('STEP_UNKNOWN', step('carrier', [await bill()], 'vanish'));
});

void test('documents: a certificate of origin from application to clearance', async () => {
  const scene = await opened();
  const attributes = [9, '{digest:invoice}', '{digest:paper}'];
  await scene.does(issue('chamber', ORIGIN, [{ attributes, to: 'exporter' }]));
  const paper = (): Promise<Holding> => scene.the('exporter', ORIGIN);
  await scene.does(step('chamber', [await paper()], 'issue'));
  await scene.refuses('STEP_ROLE_NOT_ACTING', step('exporter', [await paper()], 'declare'));
  await scene.does(step(['exporter', 'customs'], [await paper()], 'declare'));
  await scene.does(step('customs', [await paper()], 'clear'));
  await scene.does(redeem(['exporter', 'customs'], [await paper()]));
  assert.deepEqual(await scene.live(), []);
});
