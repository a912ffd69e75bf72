/** Work that is broken off: a server that dies in the middle, a session that ends, two tabs that do the same, a link that was used. */

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../product/evidence-client.ts';
import { chooseMany, fileOn, letGo } from './acts.ts';
import { browserTest } from './browser-test.ts';
import { type Desk, settled, sharedDesk, show } from './desk.ts';

const MANY = 10_000;
const PATIENCE_MS = 60_000;

const desk = sharedDesk();

interface Recorded {
  readonly id: string;
  readonly digests: Readonly<Record<string, string>>;
}

/** All records of the operator, by the ledger's own account of them. */
async function allRecords({ admin }: Desk): Promise<readonly Recorded[]> {
  const all: Recorded[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const place: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: readonly Recorded[]; nextCursor: string | null } = await admin.json(
      200,
      'GET',
      `/v1/evidence?limit=1000${place}`,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

function distinct(records: readonly Recorded[]): number {
  return new Set(records.map(({ digests }) => digests['sha-256'])).size;
}

function filesField(page: Page): Locator {
  return page.locator('main input[type="file"]').first();
}

browserTest(
  'the server dies while ten thousand files are recorded: none is lost or doubled',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene);
    const { page } = visitor;
    visitor.expectTrouble(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|50[03]/);
    await show(visitor, '/batches');
    await chooseMany(filesField(page), MANY);
    await page.getByText(/Acknowledged so far: /).waitFor({ timeout: PATIENCE_MS });
    await opened.crash();
    await page
      .getByText(/does not answer/)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    await opened.startAgain();
    await page.getByText('All recorded.').waitFor({ timeout: 2 * PATIENCE_MS });
    const records = await eventually('search has followed', () => allRecords(opened), {
      holds: ({ length }) => length >= MANY,
    });
    assert.equal(records.length, MANY, 'as many records as files');
    assert.equal(distinct(records), MANY, 'each of another file');
  },
);

browserTest(
  'a session that ends while a form is filled costs nothing but signing in',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene);
    const { page } = visitor;
    await show(visitor, '/customers');
    await page.getByRole('button', { name: 'New customer' }).first().click();
    const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
    await name.fill('Court of Examples');
    await visitor.context.clearCookies();
    await page.getByRole('button', { name: 'Open the account' }).click();
    await page
      .getByRole('dialog')
      .getByText(/sign in/i)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    assert.equal(await name.inputValue(), 'Court of Examples', 'the form keeps its content');

    const other = await visitor.anotherTab();
    await other.goto(await opened.newLink());
    await other.getByRole('button', { name: 'Sign out' }).waitFor({ timeout: PATIENCE_MS });
    await other.close();
    await page.bringToFront();
    await page.getByRole('button', { name: 'Open the account' }).click();
    await page.waitForURL(/\/customers\/cus_/, { timeout: PATIENCE_MS });
    const { items } = await opened.admin.json<{ items: readonly { name: string }[] }>(
      200,
      'GET',
      '/v1/customers?limit=100',
    );
    assert.equal(items.filter((one) => one.name === 'Court of Examples').length, 1, 'opened once');
  },
);

browserTest(
  'two tabs at once record what each was given, and both know when one signs out',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene);
    const { page } = visitor;
    const other = await visitor.anotherTab();
    await show(visitor, '/');
    await other.goto('/');
    await settled(other);
    const before = distinct(await allRecords(opened));
    const files = [1, 2, 3].map((i) =>
      fileOn(opened.machine, `tab-${String(i)}.txt`, `tab ${String(i)}`),
    );
    await filesField(page).setInputFiles(files.slice(0, 2));
    await filesField(other).setInputFiles(files.slice(1));
    for (const tab of [page, other]) {
      await tab.bringToFront();
      await tab.waitForFunction(
        () => document.querySelectorAll('main li button [class*="ok"]').length === 2,
        undefined,
        { timeout: PATIENCE_MS },
      );
    }
    await eventually('both tabs’ records', () => allRecords(opened), {
      holds: (records) => distinct(records) === before + 3,
    });

    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('link', { name: 'Sign in' }).waitFor({ timeout: PATIENCE_MS });
    await page.bringToFront();
    await letGo(visitor, [fileOn(opened.machine, 'after.txt', 'after signing out')]);
    await page
      .getByText(/sign in/i)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    assert.equal(distinct(await allRecords(opened)), before + 3, 'nothing without a session');
  },
);

browserTest('a one-time link works once, and says so the second time', async (scene) => {
  const opened = await desk();
  const link = await opened.newLink();
  const first = await opened.stranger(scene);
  await first.page.goto(link);
  await first.page.getByRole('button', { name: 'Sign out' }).waitFor({ timeout: PATIENCE_MS });
  const second = await opened.stranger(scene);
  await second.page.goto(link);
  await second.page.getByText('This link has been used.').waitFor({ timeout: PATIENCE_MS });
  assert.equal(new URL(second.page.url()).hash, '', 'no token in the address bar');
  assert.equal(await second.page.getByRole('button', { name: 'Sign out' }).count(), 0);

  const guessed = await opened.stranger(scene);
  await guessed.page.goto('/#sign-in=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await guessed.page.getByText('This link has expired').waitFor({ timeout: PATIENCE_MS });
});

browserTest('signing out leaves nothing of it on the page, in any tab', async (scene) => {
  const opened = await desk();
  const visitor = await opened.signedIn(scene);
  const { page } = visitor;
  const other = await visitor.anotherTab();
  for (const tab of [page, other]) {
    await tab.goto('/customers');
    await tab
      .getByRole('link', { name: 'Local operator' })
      .first()
      .waitFor({ timeout: PATIENCE_MS });
  }
  await other.getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [other, page]) {
    await tab.getByRole('heading', { name: 'Sign in to see this' }).waitFor();
    assert.equal(await tab.getByRole('link', { name: 'Local operator' }).count(), 0);
  }
  await opened.giveSession(visitor, 'reader');
  await page.reload();
  await page.getByRole('heading', { name: 'You may not see this' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Local operator' }).count(), 0);
});

browserTest('a sign-out that fails is not claimed to have been one', async (scene) => {
  const opened = await desk();
  const visitor = await opened.signedIn(scene);
  const { page } = visitor;
  visitor.expectTrouble(/ERR_FAILED/);
  await show(visitor, '/status');
  await page.route('**/v1/session', (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.continue(),
  );
  await page.getByRole('button', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog', { name: 'You are still signed in' });
  await dialog.waitFor({ timeout: PATIENCE_MS });
  await page.unroute('**/v1/session');
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  const header = page.getByRole('banner');
  await header.getByRole('link', { name: 'Sign in' }).waitFor({ timeout: PATIENCE_MS });
});

browserTest(
  'a link that another has planted takes nobody’s session without asking',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene, {}, 'clerk');
    const { page } = visitor;
    await show(visitor, '/settings');
    const link = await opened.newLink();
    await page.goto(link);
    const question = page.getByText(/You are signed in as clerk .* Sign in anew/);
    await question.waitFor({ timeout: PATIENCE_MS });
    assert.equal(new URL(page.url()).hash, '', 'no token in the address bar');
    await page.getByRole('button', { name: 'Stay as it is' }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Signed in as clerk/ }).waitFor();
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in with the link' }).click();
    await page.getByRole('link', { name: 'Signed in as admin' }).waitFor({ timeout: PATIENCE_MS });
  },
);

browserTest(
  'a form that somebody else’s session would send says so and keeps it',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene);
    const { page } = visitor;
    await show(visitor, '/records');
    await opened.giveSession(visitor, 'clerk');
    await page.getByRole('link', { name: 'Notarise' }).click();
    await filesField(page).setInputFiles(fileOn(opened.machine, 'theirs.txt', 'whose is it'));
    await page
      .getByText(/Somebody else is signed in/)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    await page.getByRole('link', { name: /Signed in as clerk/ }).waitFor({ timeout: PATIENCE_MS });
    await page.getByText('theirs.txt').first().waitFor();
  },
);

browserTest('where the browser forbids storage the pages are there all the same', async (scene) => {
  const opened = await desk();
  const visitor = await opened.signedIn(scene);
  await visitor.context.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, {
        get: () => {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
    }
  });
  for (const path of ['/', '/explorer', '/batches', '/settings']) await show(visitor, path);
  await visitor.page.getByLabel('Theme').first().selectOption('dark');
  await visitor.page.locator('html[data-theme="dark"]').waitFor();
});

browserTest(
  'what asks for a fresh session says so, leads to one, and keeps what was typed',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene);
    const { page } = visitor;
    await show(visitor, '/settings');
    await page.getByRole('button', { name: 'Add a person' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Grace');
    await page.route('**/v1/people', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 403, json: { code: 'SESSION_NOT_FRESH', detail: 'too old' } })
        : route.continue(),
    );
    await dialog.getByRole('button', { name: 'Add a person' }).click();
    const opening = visitor.context.waitForEvent('page');
    await dialog.getByRole('link', { name: /Sign in again/ }).click();
    const other = await opening;
    await other.getByText('You are signed in as admin. Sign in once more').waitFor();
    await page.unroute('**/v1/people');
    // Meanwhile they have signed in there: another session of the same person.
    await opened.giveSession(visitor);
    await dialog.getByRole('button', { name: 'Add a person' }).click();
    await dialog.getByText('Hand this to Grace').waitFor({ timeout: PATIENCE_MS });
  },
);
