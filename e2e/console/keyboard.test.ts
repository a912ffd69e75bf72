/** Without a mouse: from the address bar to the receipt on the disk; the focus is seen wherever it is, and nothing holds it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { fileOn, kept } from './acts.ts';
import { type Archive, fillArchive } from './archive.ts';
import { browserTest } from './browser-test.ts';
import { settled, sharedDesk, show } from './desk.ts';
import { controlNames, focusNow } from './in-page.ts';
import { pagesOf } from './page-routes.ts';
import { tour } from './tour.ts';

/** More than any page has to go through. */
const STOPS_MAX = 1_000;
const PATIENCE_MS = 20_000;

let archive: Archive | undefined;
const desk = sharedDesk(async (opened) => {
  archive = await fillArchive(opened, { count: 4, names: ['a.pdf'], customer: 'A' });
});

type Focus = Awaited<ReturnType<typeof focusNow>>;

/** Presses Tab until the focus is on what has this name; every stop on the way can be seen. */
async function tabTo(page: Page, name: RegExp): Promise<Focus> {
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focusNow);
    if (focus.tag === 'body') continue;
    assertSeen(focus, page.url());
    if (name.test(focus.name)) return focus;
  }
  assert.fail(`nothing with the name ${String(name)} is reached at ${page.url()}`);
}

function assertSeen(focus: Focus, url: string): void {
  assert.deepEqual(unseen(focus, url), []);
}

function unseen({ name, tag, isMarked, isInView }: Focus, url: string): readonly string[] {
  return [
    ...(isMarked ? [] : [`${url}: the focus on <${tag}> “${name}” is not marked`]),
    ...(isInView ? [] : [`${url}: <${tag}> “${name}” has the focus outside of the window`]),
  ];
}

browserTest('the main job: link, file, proof, broken proof, receipt', async (scene) => {
  const opened = await desk();
  const { machine } = opened;
  const file = fileOn(machine, 'letter.txt', 'without a mouse\n');
  const { page } = await opened.stranger(scene);
  await page.goto(await opened.printedLink());
  await page.getByRole('button', { name: 'Sign out' }).waitFor({ timeout: PATIENCE_MS });
  await settled(page);

  const chooser = page.waitForEvent('filechooser', { timeout: PATIENCE_MS });
  await tabTo(page, /^Choose a file/);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
  await page.locator('[data-step]').first().waitFor({ timeout: PATIENCE_MS });

  await tabTo(page, /^Change one byte of the file$/);
  await page.keyboard.press('Enter');
  await page.locator('[data-step="file"][data-result="fail"]').waitFor();
  await tabTo(page, /^Receipt$/);
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const receipt = await kept(await download, machine);
  assert.match(readFileSync(receipt, 'utf8'), /^\{/);
  const verified = await machine.stele(['verify', file, '--receipt', receipt]);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
});

browserTest('the first stop leads past the navigation', async (scene) => {
  const { page } = await (await desk()).stranger(scene);
  await page.goto('/look-up');
  await settled(page);
  await page.keyboard.press('Tab');
  const first = await page.evaluate(focusNow);
  assert.equal(first.name, 'Skip to the content');
  assertSeen(first, page.url());
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate(
    () => document.querySelector('main')?.contains(document.activeElement) === true,
  );
  assert.ok(isInside, 'the next stop is in the content');
});

/** All stops of a page's content, to the end of the page. A field of several parts, such as a date, is one stop. */
async function around(page: Page): Promise<readonly Focus[]> {
  const stops: Focus[] = [];
  await tabTo(page, /^Skip to the content$/);
  await page.keyboard.press('Enter');
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focusNow);
    if (focus.tag === 'body') return stops;
    const last = stops.at(-1);
    if (focus.tag !== 'input' || focus.name !== last?.name) stops.push(focus);
  }
  assert.fail(`${page.url()}: the focus does not come out of ${JSON.stringify(stops.slice(-3))}`);
}

browserTest('every page can be gone through, and each stop is seen', async (scene) => {
  const opened = await desk();
  assert.ok(archive);
  const visitors = [await opened.signedIn(scene), await opened.signedIn(scene)];
  const found = await tour(visitors, pagesOf(archive), async ({ visitor: { page }, path }) => {
    const stops = await around(page);
    const names = new Set(stops.map(({ name }) => name));
    const controls = await page.evaluate(controlNames);
    return [
      ...stops.flatMap((stop) => unseen(stop, path)),
      ...controls.filter((name) => !names.has(name)).map((name) => `“${name}” is not reached`),
    ];
  });
  assert.deepEqual([...new Set(found)], []);
});

browserTest('a dialog holds the focus and gives it back', async (scene) => {
  const visitor = await (await desk()).signedIn(scene);
  const { page } = visitor;
  await show(visitor, '/look-up');
  await tabTo(page, /^Show me the call$/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (let stop = 0; stop < 12; stop++) {
    await page.keyboard.press('Tab');
    const isBehind = await page.evaluate(() => {
      const { activeElement } = document;
      return (
        activeElement?.closest('main, header') !== null && activeElement?.closest('dialog') === null
      );
    });
    assert.ok(!isBehind, 'nothing behind the dialog is reached');
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal((await page.evaluate(focusNow)).name, 'Show me the call');
});
