/** More of what is done about assets by hand: every state of the forms in both themes and on a phone, further marks and steps, other ways to sign. */

import assert from 'node:assert/strict';
import { CALLS_MAX } from '@stele/protocol';
import { assetsClient, classIdOf } from '@stele/sdk';
import { step } from '../assets/test/acts.ts';
import { digestOf } from '../assets/test/places.ts';
import { inShell, shownCalls } from './acts.ts';
import { troubleIn } from './both-themes.ts';
import { browserTest } from './browser-test.ts';
import { show } from './desk.ts';
import {
  anyClaim,
  bannerOf,
  copiesOf,
  drawn,
  freeze,
  frozen,
  lift,
  marksOf,
  Officers,
  ORDER,
  passes,
  signed,
  statesOf,
} from './officers.ts';
import { choose, operatorKey, recorded, review, signHere } from './wallet.ts';

const officers = new Officers();

browserTest('each state of freezing and lifting is accessible and fits a phone', async (scene) => {
  const { made } = await officers.assets.open();
  const visitor = await officers.assets.operator(scene);
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
  const { desk, made } = await officers.assets.open();
  const visitor = await officers.assets.operator(scene);
  const { page } = visitor;
  await show(visitor, `/assets/outputs/${made.output}`);
  await choose(page, 'Freeze');
  await page.getByLabel('Digest of the order', { exact: true }).fill(ORDER);
  await review(page);
  await page.getByLabel('With the command line').check();
  const command = await page.locator('main pre').innerText();
  await inShell(desk, command.replaceAll('person.key', operatorKey(desk)));
  await recorded(page);
  await lift(page, bannerOf(page, 'This asset is marked'));
});

browserTest('a step that sets a field and that two have to sign', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
  await drawn(network, 7_002, 'operator');
  await network.does(step('operator', await copiesOf(network, 7_002), 'present'));
  const [presented] = await copiesOf(network, 7_002);
  await show(visitor, `/assets/outputs/${presented?.view.id ?? ''}`);
  await choose(page, 'Take a step');
  await page.getByText('Has to be signed by them too:').waitFor();
  await page.getByRole('button', { name: 'Read what will happen' }).click();
  const payment = page.getByLabel('payment');
  assert.equal(await payment.getAttribute('aria-invalid'), 'true');
  await payment.fill(digestOf('large value payment 12'));
  await review(page);
  const calls = await shownCalls(page, 1);
  const command = /asset step pay out_\S+ out_\S+ --set payment=[0-9a-f]{64} --with acc_/;
  assert.match(calls.get('Command line') ?? '', command);
  await signHere(page);
  const waiting = page.getByRole('link', { name: 'Read and sign' });
  const id = (await waiting.getAttribute('href'))?.split('/').at(-1) ?? '';
  const client = assetsClient(network.ledger);
  await client.signPending(await client.pending(id), [network.member('centre').signer]);
  assert.deepEqual(await statesOf(network, 7_002), ['paid', 'paid']);
});

browserTest('a step that nothing leads to, or whose set is in several hands', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
  const { view } = await drawn(network, 7_003, 'payee');
  await show(visitor, `/assets/outputs/${view.id}`);
  await choose(page, 'Take a step');
  await page.getByText(/^The step is taken together with 3 of its set/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Read what will happen' }).count(), 0);
  const claim = await anyClaim(network);
  await show(visitor, `/assets/outputs/${claim.view.id}`);
  await page.getByRole('button', { name: 'Freeze', exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Take a step' }).count(), 0);
});

browserTest(
  'a session that ends under a filled form costs nothing but signing in',
  async (scene) => {
    const { desk } = await officers.assets.open();
    const { visitor, page, view } = await officers.atFreezing(scene);
    await visitor.context.clearCookies();
    await freeze(page);
    await page.locator('main').getByRole('link', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Back to the form' }).click();
    const order = page.getByLabel('Digest of the order', { exact: true });
    assert.equal(await order.inputValue(), ORDER);
    await desk.giveSession(visitor);
    await review(page);
    await page.getByText(`The output ${view.id} is marked (platform)`).waitFor();
    await page.getByLabel('Passphrase', { exact: true }).waitFor();
  },
);

browserTest('a whole class is frozen, and lifted again', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
  const { made } = await officers.assets.open();
  await show(visitor, `/assets/classes/${made.className}`);
  await choose(page, 'Freeze');
  await freeze(page);
  await page.getByText(/^All gateway\/car-maker is marked \(platform\)/).waitFor();
  await frozen(page);
  assert.deepEqual(await marksOf(network, made.other), [{ on: 'class', level: 'platform' }]);
  await lift(page, bannerOf(page, 'Its class is marked'));
  assert.deepEqual(await marksOf(network, made.other), []);
});

browserTest('what is typed of a class: a slot, and what one party has', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
  const { made } = await officers.assets.open();
  const { view } = await anyClaim(network);
  await show(visitor, `/assets/classes/${made.className}`);
  await choose(page, 'Freeze');
  const what = page.getByRole('combobox', { name: 'What to freeze' });
  await what.selectOption('All of one slot');
  await freeze(page);
  assert.equal(await page.getByLabel('Slot').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Slot').fill(view.slot);
  await freeze(page);
  await signed(page);
  assert.deepEqual(await marksOf(network, made.account), [{ on: 'slot', level: 'platform' }]);
  await page.getByRole('button', { name: 'Back to the form' }).click();
  await lift(page, bannerOf(page, 'Its slot is marked'));
  assert.deepEqual(await marksOf(network, made.account), []);

  await page.getByRole('button', { name: 'Back to the form' }).click();
  await what.selectOption('What one party has of a class');
  await page.getByLabel('Party').fill(made.other);
  await page.getByRole('combobox', { name: 'At which level' }).selectOption('Authority');
  await freeze(page);
  await page.getByText(/^All gateway\/car-maker of acc_.* is marked \(authority\)/).waitFor();
  const calls = await shownCalls(page, 1);
  const command = /asset mark gateway\/car-maker --of acc_\S+ --reference \S+ --authority/;
  assert.match(calls.get('Command line') ?? '', command);
  await signed(page);
  assert.deepEqual(await marksOf(network, made.other), [{ on: 'holder', level: 'authority' }]);
  await page.getByRole('button', { name: 'Back to the form' }).click();
  await lift(page, bannerOf(page, 'What its holder has of this class is marked'));
});

browserTest('all that a party has, by an authority alone', async (scene) => {
  const { visitor, page } = await officers.atWork(scene);
  const { made } = await officers.assets.open();
  await show(visitor, `/assets/accounts/${made.other}`);
  await choose(page, 'Freeze');
  const level = page.getByRole('combobox', { name: 'At which level' });
  assert.deepEqual(await level.getByRole('option').allInnerTexts(), ['Authority']);
  await freeze(page);
  await page.getByText(/^Everything of acc_.* is marked \(authority\)/).waitFor();
  await frozen(page);
  await lift(page, bannerOf(page, 'Everything of its holder is marked'));
});

browserTest('more classes than a page of them has are all there to choose from', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
  const names = Array.from({ length: 60 }, (_, i) => `season-${String(i)}`);
  for (let i = 0; i < names.length; i += CALLS_MAX) {
    await network.does(names.slice(i, i + CALLS_MAX).map((name) => passes(name)));
  }
  await show(
    visitor,
    `/assets/issue?class=${classIdOf({ organisation: 'museum', name: 'season-59' })}`,
  );
  const classes = page.getByRole('combobox', { name: 'Class', exact: true });
  await classes.waitFor();
  assert.equal(await classes.locator('option:checked').innerText(), 'museum/season-59');
  const offered = await classes.locator('option').allInnerTexts();
  assert.deepEqual(
    names.filter((name) => !offered.includes(`museum/${name}`)),
    [],
  );
});
