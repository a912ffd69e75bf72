/**
 * What officers and holders do with assets by hand: steps of a class, marks set and lifted on everything that can be marked, certificates
 * given and withdrawn; and nobody is offered what they may not do.
 */

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { MarkView } from '@stele/protocol';
import { assetsClient } from '@stele/sdk';
import { issue, mark, step } from '../assets/test/acts.ts';
import type { Network, Owned } from '../assets/test/network.ts';
import { digestOf } from '../assets/test/places.ts';
import { fileOn, shownCalls } from './acts.ts';
import { CLAIM, networkOf } from './assets-archive.ts';
import { browserTest, type BrowserTest } from './browser-test.ts';
import { settled, show } from './desk.ts';
import type { Visitor } from './visitor.ts';
import { AssetsDesk, choose, recorded, review, signHere } from './wallet.ts';

const assets = new AssetsDesk();

const DRAFT = 'clearing-centre/draft';
const PASS = 'museum/pass';
const ORDER = digestOf('order 12');
const LIFTED = digestOf('order 13');

let prepared: Promise<Network> | undefined;

/** The people of the ledger, with drafts that the operator issues and passes that it certifies holders for. */
async function people(): Promise<Network> {
  const { desk } = await assets.open();
  const network = await networkOf(desk);
  await network.admit('centre', 'payee', 'member');
  await network.define('draft', { issuer: 'operator', centre: 'centre' });
  await network.does({ method: 'define', args: PASSES, by: ['operator'] });
  return network;
}

interface AtWork {
  readonly visitor: Visitor;
  readonly page: Page;
  readonly network: Network;
}

/** The operator in front of a browser, and the people of the ledger beside them. */
async function atWork(scene: BrowserTest): Promise<AtWork> {
  const network = await (prepared ??= people());
  const visitor = await assets.operator(scene);
  return { visitor, page: visitor.page, network };
}

async function signed(page: Page): Promise<void> {
  await signHere(page);
  await recorded(page);
}

async function freeze(page: Page): Promise<void> {
  await page.getByLabel('Digest of the order', { exact: true }).fill(ORDER);
  await review(page);
}

/** Signs a freeze, and puts its form away. */
async function frozen(page: Page): Promise<void> {
  await signed(page);
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
}

/** Lifts the mark that a banner tells. */
async function lift(page: Page, banner: Locator): Promise<void> {
  await banner.getByRole('button', { name: 'Lift the freeze' }).click();
  await page.getByLabel('Digest of the order that lifts it').fill(LIFTED);
  await review(page);
  await page.getByText(/^The mark \(.*is lifted\. Reference/).waitFor();
  await signed(page);
  await banner.waitFor({ state: 'hidden' });
}

type MarkOn = Pick<MarkView, 'on' | 'level'>;

/** The marks on the first claim that counts for somebody. */
async function marksOf(network: Network, account: string): Promise<readonly MarkOn[]> {
  const { items } = await network.ledger.transport.outputs({
    account,
    class: CLAIM.replace('/', '~'),
    limit: 1,
  });
  return items.flatMap(({ marks }) => marks).map(({ on, level }) => ({ on, level }));
}

function bannerOf(page: Page, text: string): Locator {
  return page.getByRole('alert').filter({ hasText: text });
}

async function anyClaim(network: Network): Promise<Owned> {
  const [claim] = await network.of('operator', CLAIM);
  return claim ?? assert.fail('the operator has something');
}

/** The second copy of a draft for the operator, and the third for whoever gets it. */
async function drawn(network: Network, number: number, third: string): Promise<Owned> {
  const copies = [2, 3].map((copy) => ({
    attributes: [number, copy, 5_000_000, '{operator}', Date.UTC(2027, 2, 31)],
    to: copy === 3 ? third : 'operator',
  }));
  await network.does(issue('operator', DRAFT, copies));
  const [second] = await copiesOf(network, number);
  return second ?? assert.fail('the second copy is there');
}

/** Those that the operator has, in their order. */
async function copiesOf(network: Network, number: number): Promise<readonly Owned[]> {
  const mine = await network.of('operator', DRAFT);
  return mine
    .filter(({ view }) => view.attributes['number'] === number)
    .sort((a, b) => Number(a.view.attributes['copy']) - Number(b.view.attributes['copy']));
}

async function statesOf(network: Network, number: number): Promise<readonly unknown[]> {
  return (await copiesOf(network, number)).map(({ view }) => view.state?.name);
}

browserTest('a step is taken with the rest of its set', async (scene) => {
  const { visitor, page, network } = await atWork(scene);
  const { view } = await drawn(network, 7_001, 'operator');
  const [, third] = await copiesOf(network, 7_001);
  await show(visitor, `/assets/outputs/${view.id}`);
  await choose(page, 'Take a step');
  const steps = page.getByRole('combobox', { name: 'Which step' });
  assert.deepEqual(await steps.getByRole('option').allInnerTexts(), [
    'present (issued → presented)',
    'refund (issued → written-off)',
  ]);
  await page.getByRole('link', { name: `Asset ${third?.view.id ?? ''}` }).waitFor();
  await review(page);
  assert.equal(await page.getByText(/takes the step present\./).count(), 2);
  await signed(page);
  assert.deepEqual(await statesOf(network, 7_001), ['presented', 'presented']);
});

browserTest('a step that sets a field and that two have to sign', async (scene) => {
  const { visitor, page, network } = await atWork(scene);
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
  const { visitor, page, network } = await atWork(scene);
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
  'an asset is frozen on an order that is hashed here, and the freeze lifted',
  async (scene) => {
    const { desk } = await assets.open();
    const { visitor, page, network } = await atWork(scene);
    const { view } = await anyClaim(network);
    await show(visitor, `/assets/outputs/${view.id}`);
    await choose(page, 'Freeze');
    await page.getByRole('button', { name: 'Read what will happen' }).click();
    await page.locator('[aria-invalid="true"]').waitFor();
    const order = fileOn(desk.machine, 'order 12.pdf', 'order 12');
    await page.locator('main input[type="file"]').setInputFiles(order);
    await page.waitForFunction(
      (digest) => [...document.querySelectorAll('input')].some(({ value }) => value === digest),
      ORDER,
    );
    await review(page);
    await page
      .getByText(`The output ${view.id} is marked (platform): it cannot be moved.`)
      .waitFor();
    await frozen(page);
    const banner = bannerOf(page, 'This asset is marked: it cannot be moved.');
    await banner.waitFor();
    const shown = await network.ledger.transport.output(view.id);
    assert.deepEqual(shown.marks, [{ on: 'output', level: 'platform', reference: ORDER }]);
    assert.equal(await page.getByRole('button', { name: 'Redeem', exact: true }).count(), 0);
    await lift(page, banner);
    assert.deepEqual((await network.ledger.transport.output(view.id)).marks, []);
  },
);

browserTest(
  'what the ledger would refuse is told before it is signed, and the form keeps all of it',
  async (scene) => {
    const { visitor, page, network } = await atWork(scene);
    const { key, view } = await anyClaim(network);
    await show(visitor, `/assets/outputs/${view.id}`);
    await choose(page, 'Freeze');
    const level = page.getByRole('combobox', { name: 'At which level' });
    await level.selectOption('Authority');
    const handle = { output: key };
    await network.does(mark('operator', 'mark', { handle, level: 'authority' }));
    await freeze(page);
    await page.getByText('MARK_EXISTS', { exact: true }).waitFor();
    await page.getByText('There is such a mark already.').waitFor();
    await page.getByRole('button', { name: 'Back to the form' }).click();
    const order = page.getByLabel('Digest of the order', { exact: true });
    assert.equal(await order.inputValue(), ORDER);
    assert.equal(await level.inputValue(), 'authority');
    await network.does(mark('operator', 'unmark', { handle, level: 'authority' }));
  },
);

browserTest(
  'a session that ends under a filled form costs nothing but signing in',
  async (scene) => {
    const { desk } = await assets.open();
    const { visitor, page, network } = await atWork(scene);
    const { view } = await anyClaim(network);
    await show(visitor, `/assets/outputs/${view.id}`);
    await choose(page, 'Freeze');
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
  const { visitor, page, network } = await atWork(scene);
  const { made } = await assets.open();
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
  const { visitor, page, network } = await atWork(scene);
  const { made } = await assets.open();
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
  const { visitor, page } = await atWork(scene);
  const { made } = await assets.open();
  await show(visitor, `/assets/accounts/${made.other}`);
  await choose(page, 'Freeze');
  const level = page.getByRole('combobox', { name: 'At which level' });
  assert.deepEqual(await level.getByRole('option').allInnerTexts(), ['Authority']);
  await freeze(page);
  await page.getByText(/^Everything of acc_.* is marked \(authority\)/).waitFor();
  await frozen(page);
  await lift(page, bannerOf(page, 'Everything of its holder is marked'));
});

browserTest('a registrar certifies who may hold, and takes it back', async (scene) => {
  const { visitor, page, network } = await atWork(scene);
  const given = issue('operator', PASS, [{ amount: '1', to: 'member' }]);
  await network.refuses('HOLDER_NOT_CERTIFIED', given);
  await show(visitor, `/assets/classes/${PASS.replace('/', '~')}`);
  await choose(page, 'Certify a holder');
  await page.getByLabel('Whom to certify').fill(network.text('member'));
  await page.getByText('This party is not certified now.').waitFor();
  const until = page.getByLabel('Valid until');
  await until.pressSequentially('03');
  await page.getByRole('button', { name: 'Read what will happen' }).click();
  assert.equal(await until.getAttribute('aria-invalid'), 'true', 'half a day is not “without end”');
  await until.fill('2027-03-31T12:00');
  await review(page);
  await page.getByText(/certifies acc_.* until/).waitFor();
  await signed(page);
  await network.does(given);

  await show(visitor, `/assets/accounts/${network.text('member')}`);
  await choose(page, 'Certify a holder');
  await page.getByText('Certified now, until 2027-03-31 12:00:00 UTC+8').waitFor();
  await page.getByRole('button', { name: 'Withdraw the certificate' }).click();
  await settled(page);
  await page.getByText(/withdraws the certification of/).waitFor();
  await signed(page);
  await network.refuses('HOLDER_NOT_CERTIFIED', given);
});

browserTest('nobody is offered what they may not do', async (scene) => {
  const { desk, made } = await assets.open();
  for (const visitor of [await desk.stranger(scene), await desk.signedIn(scene, {}, 'reader')]) {
    const { page } = visitor;
    for (const path of [
      `outputs/${made.marked}`,
      `classes/${made.className}`,
      `accounts/${made.other}`,
    ]) {
      await show(visitor, `/assets/${path}`);
      await page.locator('main').getByRole('heading', { level: 2 }).first().waitFor();
      assert.equal(await page.getByRole('heading', { name: 'What can be done' }).count(), 0, path);
      assert.equal(await page.getByRole('button', { name: 'Lift the freeze' }).count(), 0, path);
    }
  }
});

/** A class of which only certified parties hold anything. */
const PASSES = {
  organisation: 'museum',
  name: 'pass',
  kind: 'ticket',
  scale: 0,
  attributes: [],
  set: null,
  fields: [],
  states: [],
  steps: [],
  roles: [{ name: 'issuer', is: '{operator}' }],
  moves: [{ move: 'issue', by: ['issuer'] }],
  holders: '{operator}',
  limits: {
    supply: null,
    perHolder: null,
    partMin: null,
    depthMax: null,
    rest: null,
    forValue: 'never',
    spends: null,
  },
  hook: '',
  countersigner: null,
  terms: null,
} as const;
