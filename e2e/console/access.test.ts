/**
 * Nobody is shut out (WCAG 2.2 AA): axe-core finds nothing on any page, in any state, in both themes, on a desk and on a phone; and at
 * 200 % zoom, on a phone, and at the 320 px of criterion 1.4.10 no page scrolls sideways.
 */

import assert from 'node:assert/strict';
import { type Archive, fillArchive } from './archive.ts';
import { axeFindings } from './axe.ts';
import { type BrowserTest, browserTest } from './browser-test.ts';
import { type Desk, inTheme, sharedDesk, show } from './desk.ts';
import { overflowing } from './in-page.ts';
import { pagesOf } from './page-routes.ts';
import { type Stop, tour } from './tour.ts';
import type { Visitor } from './visitor.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** 1440 px at 200 %, a phone, and what 1.4.10 asks for. */
const NARROW_PX = [720, 390, 320];

let archive: Archive | undefined;
const desk = sharedDesk(async (opened) => {
  archive = await fillArchive(opened);
});
const emptyDesk = sharedDesk();

async function pages(): Promise<readonly string[]> {
  await desk();
  assert.ok(archive);
  const { erased, superseded } = archive;
  const records = [erased, superseded].map((id) => `/records/${id}`);
  return [...pagesOf(archive), ...records, '/status/nothing-here', '/verify.html'];
}

/** What axe finds in both themes: all rules on a wide screen in the light and on a phone in the dark, contrast in the others too. */
async function everyLook({ page }: Visitor): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (what: string, only?: string): Promise<void> => {
    found.push(...(await axeFindings(page, only)).map((finding) => `${what}: ${finding}`));
  };
  await page.setViewportSize(WIDE);
  await inTheme(page, 'light');
  await look('light 1440');
  await inTheme(page, 'dark');
  await look('dark 1440', 'color-contrast');
  await page.setViewportSize(PHONE);
  await look('dark 390');
  await inTheme(page, 'light');
  await look('light 390', 'color-contrast');
  return found;
}

async function sideways({ page }: Visitor): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of NARROW_PX) {
    await page.setViewportSize({ width, height: 800 });
    found.push(...(await page.evaluate(overflowing)));
  }
  return found;
}

browserTest('filled pages, in both themes and widths, zoomed and narrow', async (scene) => {
  const opened = await desk();
  const visitors = [await opened.signedIn(scene), await opened.signedIn(scene)];
  const found = await tour(visitors, await pages(), async ({ visitor }) => [
    ...(await everyLook(visitor)),
    ...(await sideways(visitor)),
  ]);
  assert.deepEqual(found, []);
});

/** A state in one look each, themes and widths in turn: what they are made of is the same on all pages. */
async function oneLook({ visitor: { page }, turn }: Stop): Promise<readonly string[]> {
  await inTheme(page, turn % 2 === 0 ? 'dark' : 'light');
  await page.setViewportSize(turn % 4 < 2 ? WIDE : PHONE);
  return [...(await axeFindings(page)), ...(await page.evaluate(overflowing))];
}

browserTest('pages with nothing to show yet', async (scene) => {
  const opened = await emptyDesk();
  const visitors = [await opened.signedIn(scene), await opened.signedIn(scene)];
  assert.deepEqual(await tour(visitors, await pages(), oneLook), []);
});

browserTest('pages that their reader may not see', async (scene) => {
  const opened = await desk();
  const visitors = [
    await opened.signedIn(scene, {}, 'reader'),
    await opened.signedIn(scene, {}, 'reader'),
  ];
  assert.deepEqual(await tour(visitors, await pages(), oneLook), []);
});

browserTest('pages of a reader who is not signed in', async (scene) => {
  const opened = await desk();
  const visitors = [await opened.stranger(scene), await opened.stranger(scene)];
  assert.deepEqual(await tour(visitors, await pages(), oneLook), []);
});

browserTest('pages whose server fails', async (scene) => {
  const opened = await desk();
  const visitors = [await withFailures(scene, opened, 500), await withFailures(scene, opened, 500)];
  assert.deepEqual(await tour(visitors, await pages(), oneLook), []);
});

browserTest('pages whose search is away', async (scene) => {
  const visitor = await withFailures(scene, await desk(), 503);
  assert.deepEqual(await tour([visitor], ['/records', '/usage', '/status'], oneLook), []);
});

/** Everything but the session is answered with this status. */
async function withFailures(scene: BrowserTest, opened: Desk, status: number): Promise<Visitor> {
  const visitor = await opened.signedIn(scene);
  visitor.expectTrouble(new RegExp(String(status)));
  const problem = {
    status,
    code: status === 503 ? 'SEARCH_UNAVAILABLE' : 'INTERNAL',
    title: 'It failed.',
    detail: 'the disk is away',
    action: 'Try again in a moment.',
    requestId: 'req_0011223344556677',
  };
  await visitor.page.route(/\/(v1|log)\/(?!session$)/, (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: { 'retry-after': '1' },
      body: JSON.stringify(problem),
    }),
  );
  return visitor;
}

browserTest('dialogs too', async (scene) => {
  const visitor = await (await desk()).signedIn(scene);
  const { page } = visitor;
  for (const [path, button] of [
    ['/records', 'Show me the call'],
    ['/customers', 'New customer'],
  ] as const) {
    await show(visitor, path);
    await page.getByRole('button', { name: button }).first().click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await everyLook(visitor), [], path);
    await page.keyboard.press('Escape');
    await page.setViewportSize(WIDE);
  }
});
