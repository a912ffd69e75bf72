/** More of what is done about assets by hand: every state of the forms in both themes and on a phone, and other ways to sign. */

import assert from 'node:assert/strict';
import { digestOf } from '../assets/test/places.ts';
import { inShell } from './acts.ts';
import { troubleIn } from './both-themes.ts';
import { browserTest } from './browser-test.ts';
import { show } from './desk.ts';
import { AssetsDesk, choose, operatorKey, recorded, review } from './wallet.ts';

const assets = new AssetsDesk();
const ORDER = digestOf('order 21');

browserTest('each state of freezing and lifting is accessible and fits a phone', async (scene) => {
  const { made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  const found: string[] = [];
  const look = async (state: string): Promise<void> => {
    found.push(...(await troubleIn(page, state)));
  };
  await show(visitor, `/assets/outputs/${made.marked}`);
  await page.getByRole('button', { name: 'Lift the freeze' }).click();
  await page.getByRole('button', { name: 'Read what will happen' }).click();
  await look('lift, faulty');
  await show(visitor, `/assets/classes/${made.className}`);
  await choose(page, 'Freeze');
  const what = page.getByRole('combobox', { name: 'What to freeze' });
  for (const one of await what.getByRole('option').allInnerTexts()) {
    await what.selectOption(one);
    await page.getByRole('button', { name: 'Read what will happen' }).click();
    await look(`freeze of a class, ${one}`);
  }
  await show(visitor, `/assets/accounts/${made.other}`);
  await choose(page, 'Freeze');
  await page.getByLabel('Digest of the order', { exact: true }).fill(ORDER);
  await review(page);
  await look('freeze of a party, to be signed');
  assert.deepEqual(found, []);
});

browserTest('the command line signs the very freeze that the page has shown', async (scene) => {
  const { desk, made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await show(visitor, `/assets/outputs/${made.output}`);
  await choose(page, 'Freeze');
  await page.getByLabel('Digest of the order', { exact: true }).fill(ORDER);
  await review(page);
  await page.getByLabel('With the command line').check();
  const command = await page.locator('main pre').innerText();
  await inShell(desk, command.replaceAll('person.key', operatorKey(desk)));
  await recorded(page);
  await page.getByRole('alert').filter({ hasText: 'This asset is marked' }).waitFor();
});
