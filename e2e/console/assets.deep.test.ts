/** More of assets by hand: signed by the command line, defined and issued, and every state in both themes and on a phone. */

import assert from 'node:assert/strict';
import { inShell, shownCalls } from './acts.ts';
import { troubleIn } from './both-themes.ts';
import { browserTest } from './browser-test.ts';
import { show } from './desk.ts';
import { AssetsDesk, fillSending, operatorKey, recorded, review, signHere } from './wallet.ts';

const assets = new AssetsDesk();

browserTest('the command line signs the very bytes that the page has shown', async (scene) => {
  const { desk, made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await show(visitor, '/assets/send');
  await fillSending(page, made.other);
  await review(page);
  await page.getByLabel('With the command line').check();
  const command = await page.locator('main pre').innerText();
  const key = operatorKey(desk);
  await inShell(desk, command.replaceAll('person.key', key));
  await recorded(page);
});

browserTest('defined and issued from the pages, and traced', async (scene) => {
  const { made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await show(visitor, '/assets/define');
  const editor = page.getByLabel('Definition as JSON');
  const typed = await editor.inputValue();
  await editor.fill(typed.replace('"scale": 2', '"scale": "two"'));
  await review(page);
  await page.getByText(/not of the form, here: .*scale/).waitFor();
  await editor.fill(typed);
  await review(page);
  await signHere(page);
  await recorded(page);
  await show(visitor, '/assets/issue?class=example~points');
  await page.getByLabel('Amount').fill('1,000');
  await page.getByLabel('To', { exact: true }).fill(made.account);
  await review(page);
  await signHere(page);
  await recorded(page);
  await show(visitor, '/assets/mine');
  const row = page.getByRole('row').filter({ hasText: 'example/points' });
  await row.first().getByRole('cell', { name: '1,000.00' }).first().waitFor();
  await row.getByRole('link', { name: /out_/ }).first().click();
  await page.getByRole('list', { name: 'Trace' }).getByRole('link').first().waitFor();
});

browserTest(
  'with a wallet, each state is accessible in both themes and fits a phone',
  async (scene) => {
    const { made } = await assets.open();
    const visitor = await assets.operator(scene);
    const { page } = visitor;
    const found: string[] = [];
    const look = async (state: string): Promise<void> => {
      found.push(...(await troubleIn(page, state)));
    };
    const outputs = [made.marked, made.output].map((id) => `outputs/${id}`);
    for (const path of ['mine', 'holds', 'inbox', 'send', 'issue', ...outputs]) {
      await show(visitor, `/assets/${path}`);
      await look(path);
    }
    await show(visitor, '/assets/send');
    await fillSending(page, made.other);
    await page.getByRole('combobox', { name: 'On which terms' }).selectOption('offer');
    await page.getByRole('button', { name: 'Read what will happen' }).click();
    await look('send, faulty');
    await page.getByRole('combobox', { name: 'On which terms' }).selectOption('');
    await review(page);
    await look('send, to be signed');
    const calls = await shownCalls(page, 1);
    assert.match(calls.get('curl') ?? '', /"method":"pay"/);
    assert.match(calls.get('Command line') ?? '', /asset send gateway\/car-maker 120\.5/);
    await page.getByLabel('With the command line').check();
    await look('send, by command');
    assert.deepEqual(found, []);
  },
);
