/**
 * What officers and holders do with assets by hand: steps of a class, marks set and lifted, certificates given and withdrawn; and nobody
 * is offered what they may not do. More of it, and every state of the forms, is in assets-acts.deep.test.ts.
 */

import assert from 'node:assert/strict';
import { issue, mark } from '../assets/test/acts.ts';
import { fileOn } from './acts.ts';
import { browserTest } from './browser-test.ts';
import { settled, show } from './desk.ts';
import {
  bannerOf,
  copiesOf,
  drawn,
  freeze,
  frozen,
  lift,
  Officers,
  ORDER,
  PASS,
  signed,
  statesOf,
} from './officers.ts';
import { choose, review } from './wallet.ts';

const officers = new Officers();

browserTest('a step is taken with the rest of its set', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
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

browserTest(
  'an asset is frozen on an order that is hashed here, and the freeze lifted',
  async (scene) => {
    const { desk } = await officers.assets.open();
    const { page, network, view } = await officers.atFreezing(scene);
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
    const { page, network, key } = await officers.atFreezing(scene);
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

browserTest('a registrar certifies who may hold, and takes it back', async (scene) => {
  const { visitor, page, network } = await officers.atWork(scene);
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
  const { desk, made } = await officers.assets.open();
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
