/**
 * Assets by hand: a key comes into the browser, something is sent into escrow and withdrawn, a hold is accepted, a transaction of several
 * signed; and nothing is signed that is not what was asked for.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assetsClient } from '@stele/sdk';
import { CLAIM, networkOf } from './assets-archive.ts';
import { browserTest } from './browser-test.ts';
import { settled, show } from './desk.ts';
import {
  AssetsDesk,
  choose,
  fillSending,
  keptWallets,
  operatorKey,
  PASSPHRASE,
  recorded,
  review,
  signHere,
} from './wallet.ts';

const assets = new AssetsDesk();

browserTest(
  'a key is sealed, opens by its passphrase alone, and can be taken along',
  async (scene) => {
    const { desk, made } = await assets.open();
    const visitor = await assets.operator(scene);
    const { page } = visitor;
    const file = readFileSync(operatorKey(desk), 'utf8');
    const seed = Buffer.from(file.split('\n')[1] ?? '', 'base64').subarray(-32);
    const kept = await keptWallets(page);
    assert.match(kept, new RegExp(made.account));
    assert.ok(!kept.includes([...seed].join(',')), 'the key is not there in the clear');
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: 'Save the key as a file' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase').fill(`${PASSPHRASE}!`);
    await dialog.getByRole('button', { name: 'Save the key as a file' }).click();
    await dialog.getByText('PASSPHRASE_WRONG').waitFor();
    await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save the key as a file' }).click();
    assert.equal(readFileSync(await (await download).path(), 'utf8'), file);
  },
);

browserTest('sent into escrow, read before it is signed, and withdrawn again', async (scene) => {
  const { made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await show(visitor, `/assets/send?to=${made.other}`);
  await fillSending(page, made.other);
  await page.getByRole('combobox', { name: 'On which terms' }).selectOption('escrow');
  await page.getByLabel('Deadline').fill('2027-01-01T12:00');
  await review(page);
  await page.getByText(/puts 120\.50 gateway\/car-maker/).waitFor();
  await page.getByRole('cell', { name: '−120.50' }).waitFor();
  await signHere(page, 'not the passphrase');
  await page.getByText('PASSPHRASE_WRONG').waitFor();
  await signHere(page);
  await recorded(page);
  await show(visitor, '/assets/holds');
  const line = page.getByRole('listitem').filter({ hasText: '120.50' });
  await line.getByText('2027-01-01 12:00:00 UTC+8').waitFor();
  await line.getByRole('link', { name: 'Withdraw' }).click();
  await settled(page);
  await signHere(page);
  await recorded(page);
});

browserTest('what waits for me: a hold to accept, a transaction to sign', async (scene) => {
  const { desk, made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await show(visitor, `/assets/outputs/${made.held}`);
  await page.getByRole('button', { name: 'Take this exit' }).first().click();
  await settled(page);
  await signHere(page);
  await recorded(page);
  const network = await networkOf(desk);
  const accepted = await network.of('operator', CLAIM);
  assert.ok(accepted.some(({ amount }) => amount === 12_500n));

  await show(visitor, '/assets/inbox');
  await page.getByRole('link', { name: 'Read and sign' }).first().click();
  await settled(page);
  await page.getByText(/^700\.00 gateway\/car-maker .* is issued to/).waitFor();
  await signHere(page);
  await recorded(page);
});

browserTest('a part is redeemed: the holder signs first, then the debtor', async (scene) => {
  const { desk, made } = await assets.open();
  const network = await networkOf(desk);
  const [whole] = await network.of('operator', CLAIM);
  assert.ok(whole !== undefined && whole.amount > 20_000n, 'there is something to redeem');
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await show(visitor, `/assets/outputs/${whole.view.id}`);
  await choose(page, 'Redeem');
  const amount = page.getByLabel('Amount');
  await amount.fill('99999');
  await page.getByRole('button', { name: 'Read what will happen' }).click();
  await page.locator('[aria-invalid="true"]').waitFor();
  await amount.fill('100');
  await review(page);
  await page.getByText(/redeems 100\.00 gateway\/car-maker/).waitFor();
  await signHere(page);
  const waiting = page.getByRole('link', { name: 'Read and sign' });
  const id = (await waiting.getAttribute('href'))?.split('/').at(-1) ?? '';
  const client = assetsClient(network.ledger);
  await client.signPending(await client.pending(id), [made.debtor]);
  const left = await network.of('operator', CLAIM);
  assert.ok(left.some((owned) => owned.amount === whole.amount - 10_000n));
});

browserTest('a node that prepares something else gets no signature', async (scene) => {
  const { made } = await assets.open();
  const visitor = await assets.operator(scene);
  const { page } = visitor;
  await page.route('**/transactions/prepare', async (route) => {
    const asked = route.request().postData() ?? '';
    await route.continue({ postData: asked.replace('"12050"', '"12051"') });
  });
  await show(visitor, '/assets/send');
  await fillSending(page, made.other);
  await review(page);
  await page.getByText('PREPARED_DIFFERS').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Sign and hand in' }).count(), 0);
});

browserTest(
  'a session that ends while something is sent leaves the form as it is',
  async (scene) => {
    const { desk, made } = await assets.open();
    const visitor = await assets.operator(scene);
    const { page } = visitor;
    await show(visitor, '/assets/send');
    await fillSending(page, made.other);
    await visitor.context.clearCookies();
    await review(page);
    await page.locator('main').getByRole('link', { name: 'Sign in' }).first().waitFor();
    await page.getByRole('button', { name: 'Back to the form' }).click();
    assert.equal(await page.getByLabel('Amount').inputValue(), '120.5');
    await desk.giveSession(visitor);
    await review(page);
    await page.getByText(/gives acc_.* 120\.50 gateway\/car-maker/).waitFor();
  },
);

browserTest('who may not, and nobody: told so; nothing marked is hidden', async (scene) => {
  const { desk, made } = await assets.open();
  const reader = await desk.signedIn(scene, {}, 'reader');
  await show(reader, '/assets/send');
  await reader.page.getByText('ledger:submit').waitFor();
  const stranger = await desk.stranger(scene);
  await show(stranger, '/assets/mine');
  await stranger.page.locator('main').getByRole('link', { name: 'Sign in' }).waitFor();
  await show(stranger, `/assets/outputs/${made.marked}`);
  await stranger.page.getByText('Marked by the platform, which alone can lift it.').waitFor();
  await show(stranger, '/assets/outputs/out_ffffffffffffffffffff');
  await stranger.page.getByText('The ledger has no such asset.').waitFor();
  await show(stranger, '/assets/classes/no~such');
  await stranger.page.getByText('The chain has no such class.').waitFor();
});
