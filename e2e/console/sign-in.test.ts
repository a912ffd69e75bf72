/** Signing in as people do: by a link, by a password with the codes of an app, by a passkey; and seeing where one is signed in. */

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { browserTest } from './browser-test.ts';
import { settled, sharedDesk, show } from './desk.ts';

const PASSWORD = 'four quiet stone lions';
const STEP_S = 30;
const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const theDesk = sharedDesk();

browserTest('a link signs in one person, and tells the second', async (scene) => {
  const desk = await theDesk();
  const link = await desk.newLink();
  const first = await desk.stranger(scene);
  await first.page.goto(link);
  await signedInAs(first.page, 'admin');
  assert.ok(!first.page.url().includes('#'), 'the token has left the address bar');
  const second = await desk.stranger(scene);
  await second.page.goto(link);
  await second.page.getByText('This link has been used.').waitFor();
  await second.page.getByRole('link', { name: 'Sign in', exact: true }).waitFor();
});

browserTest('a password, then one with the codes of an app', async (scene) => {
  const desk = await theDesk();
  const visitor = await desk.signedIn(scene);
  const { page } = visitor;
  await show(visitor, '/settings');
  await page.getByLabel('New password').fill('too short');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('fewer than 10 characters').waitFor();
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('The password is set.').waitFor();
  await page.getByRole('button', { name: 'Set up an app' }).click();
  const secret = await page.locator('main code', { hasText: /^[A-Z2-7 ]{16,}$/ }).innerText();
  await page.getByLabel('Code of your authenticator app').fill(codeOf(secret, 0));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'Remove app' }).waitFor();
  await signOut(page);

  await page.goto('/sign-in');
  await give(page, `${PASSWORD}!`);
  await page.getByText('That signs nobody in.').waitFor();
  await give(page, PASSWORD);
  await page.getByText('Now give the code of your app.').waitFor();
  // The one of the set-up is spent; a phone's clock may be ahead by one.
  await page.getByLabel('Code of your authenticator app').fill(codeOf(secret, 1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signedInAs(page, 'admin');
});

browserTest('a passkey is added, signs in, and is removed', async (scene) => {
  const desk = await theDesk();
  const visitor = await desk.signedIn(scene);
  const { page } = visitor;
  await giveAuthenticator(page);
  await show(visitor, '/settings');
  await page.getByLabel('Name of the new passkey').fill('office laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('office laptop').first().waitFor();
  await signOut(page);
  await show(visitor, '/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await signedInAs(page, 'admin');
});

browserTest('a session is seen from another, and ended there at once', async (scene) => {
  const desk = await theDesk();
  const left = await desk.signedIn(scene);
  const here = await desk.signedIn(scene);
  await show(left, '/records');
  await show(here, '/settings');
  const ending = here.page.getByRole('button', { name: 'End session' });
  const others = here.page
    .getByRole('row', { name: 'End session' })
    .filter({ hasNotText: 'this one' });
  assert.ok((await others.count()) > 0, 'the other one is listed');
  for (let count = await others.count(); count > 0; count--) {
    await others.first().getByRole('button', { name: 'End session' }).click();
    await here.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
    await others.nth(count - 1).waitFor({ state: 'detached' });
  }
  assert.equal(await ending.count(), 1, 'its own is left');
  await left.page.reload();
  await settled(left.page);
  await left.page.getByText('Sign in to see this').waitFor();
  await signedInAs(here.page, 'admin');
});

async function signedInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: `Signed in as ${name}` }).waitFor();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in', exact: true }).first().waitFor();
}

async function give(page: Page, password: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Chromium's own, made of software: it says yes to everything, as its owner would. */
async function giveAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** RFC 6238 by hand, so that the server is tried against another than its own. */
function codeOf(secret: string, stepsAhead: number): string {
  const bits = secret
    .replaceAll(' ', '')
    .replaceAll(/./g, (letter) => BASE_32.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_S) + stepsAhead));
  const mac = createHmac('sha1', Uint8Array.from(bytes)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
