/** What is let go on a page and is no good: folders, nothing at all, files that change meanwhile, names that want to be more than names. */

import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, truncateSync, utimesSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { fileOn, letGo } from './acts.ts';
import { browserTest } from './browser-test.ts';
import { type Desk, settled, sharedDesk, show } from './desk.ts';
import { overflowing } from './in-page.ts';

const PATIENCE_MS = 30_000;
/** Long enough on its way to be changed; holes take no room on the disk. */
const LONG_FILE_BYTES = 3_000_000_000;

const desk = sharedDesk();

/** Of the last block: what records anything makes another. */
async function heightOf({ admin }: Desk): Promise<number> {
  const { height } = await admin.json<{ height: number }>(200, 'GET', '/v1/chains/main');
  return height;
}

browserTest('a folder is named as one, nothing of it is recorded', async (scene) => {
  const opened = await desk();
  const visitor = await opened.signedIn(scene);
  const { page } = visitor;
  await show(visitor, '/');
  const folder = opened.machine.path('quarter');
  mkdirSync(folder);
  fileOn(opened.machine, 'quarter/in-it.txt', 'in the folder\n');
  const before = await heightOf(opened);
  await letGo(visitor, [folder]);
  await page.getByText('“quarter” is a folder.').waitFor({ timeout: PATIENCE_MS });
  assert.equal(await heightOf(opened), before);

  await page.getByRole('button', { name: 'Open Batches' }).click();
  await settled(page);
  await letGo(visitor, [folder]);
  await page.getByText('All recorded.').waitFor({ timeout: PATIENCE_MS });
  assert.equal(await heightOf(opened), before + 1, 'Batches takes what is in it');
});

browserTest(
  'a file of no bytes is recorded, and the page says how little that proves',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene);
    const { page } = visitor;
    await show(visitor, '/');
    await letGo(visitor, [fileOn(opened.machine, 'empty.txt', '')]);
    await page.getByText('This file has no bytes.').waitFor({ timeout: PATIENCE_MS });
    await page.locator('[data-step="file"][data-result="pass"]').waitFor({ timeout: PATIENCE_MS });
    assert.equal(
      await page.getByRole('button', { name: 'Change one byte of the file' }).count(),
      0,
    );
  },
);

browserTest('a file that changes while it is hashed is not recorded', async (scene) => {
  const opened = await desk();
  const visitor = await opened.signedIn(scene);
  const { page } = visitor;
  await show(visitor, '/');
  const path = fileOn(opened.machine, 'still-written.log', '');
  truncateSync(path, LONG_FILE_BYTES);
  const before = await heightOf(opened);
  await letGo(visitor, [path]);
  await page.getByRole('progressbar').waitFor({ timeout: PATIENCE_MS });
  appendFileSync(path, 'one more line\n');
  utimesSync(path, new Date(), new Date(Date.now() + 60_000));
  await page.getByText('The file could not be hashed').waitFor({ timeout: PATIENCE_MS });
  assert.equal(await heightOf(opened), before);
  truncateSync(path, 0);

  await letGo(visitor, [fileOn(opened.machine, 'next.txt', 'the page goes on\n')]);
  await page.getByText(/Recorded in block/).waitFor({ timeout: PATIENCE_MS });
});

const HOSTILE_NAMES = [
  '<img src=x onerror="globalThis.broken=1">.txt',
  '"><script>globalThis.broken=1</script>.txt',
  'invoice\u202Efdp.exe',
  '{count:file|files} ${broken} %s \\u0041.txt',
  '\u200B\u2066\u0007.txt',
  `a${'\u0301'.repeat(40)}.txt`,
  `${'long-'.repeat(2_000)}.txt`,
];

/** As files that exist in the page alone: no disk takes such names. */
async function chooseNamed(page: Page, names: readonly string[]): Promise<void> {
  const files = names.map((name, i) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(`content ${String(i)}`),
  }));
  await page.locator('main input[type="file"]').first().setInputFiles(files);
}

async function assertHarmless(page: Page): Promise<void> {
  assert.equal(await page.evaluate(() => 'broken' in globalThis), false, 'nothing ran');
  assert.equal(await page.locator('main img[src="x"], main script').count(), 0, 'no markup');
  const text = await page.locator('main').innerText();
  assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069]/, 'no direction is overridden');
  assert.deepEqual(await page.evaluate(overflowing), []);
}

browserTest(
  'names are text, whatever they contain, on every page that shows them',
  async (scene) => {
    const opened = await desk();
    const visitor = await opened.signedIn(scene, { width: 390 });
    const { page } = visitor;
    await show(visitor, '/');
    await chooseNamed(page, HOSTILE_NAMES);
    const queue = page.locator('section', { has: page.getByRole('heading', { name: 'Files' }) });
    await page.waitForFunction(
      (count) =>
        [...document.querySelectorAll('main li button')].filter(({ textContent }) =>
          /recorded$|stopped$/.test(textContent),
        ).length === count,
      HOSTILE_NAMES.length,
      { timeout: PATIENCE_MS },
    );
    assert.doesNotMatch(await queue.innerText(), /stopped/, 'all of them are recorded');
    await assertHarmless(page);
    for (const button of await queue.locator('li button').all()) {
      await button.click();
      await page.locator('[data-step]').first().waitFor({ timeout: PATIENCE_MS });
      await assertHarmless(page);
    }
    await page.getByRole('link', { name: 'The record', exact: true }).click();
    await settled(page);
    await assertHarmless(page);
    await show(visitor, '/records');
    await page.getByText('onerror').first().waitFor({ timeout: PATIENCE_MS });
    await assertHarmless(page);
  },
);
