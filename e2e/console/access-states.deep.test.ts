/** As access.test.ts, of the states a page can be in beside the filled one: empty, denied, not signed in, its server failing. */

import assert from 'node:assert/strict';
import { type Archive, fillArchive } from './archive.ts';
import { axeFindings } from './axe.ts';
import { type BrowserTest, browserTest } from './browser-test.ts';
import { type Desk, inTheme, sharedDesk } from './desk.ts';
import { overflowing } from './in-page.ts';
import { everyPage } from './page-routes.ts';
import { type Stop, tour } from './tour.ts';
import { PHONE, type Visitor, WIDE } from './visitor.ts';

let archive: Archive | undefined;
const desk = sharedDesk(async (opened) => {
  archive = await fillArchive(opened);
});
const emptyDesk = sharedDesk();

async function pages(): Promise<readonly string[]> {
  await desk();
  assert.ok(archive);
  return everyPage(archive);
}

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
