/** What a reader has to load before the first page can be used, and what the page that verifies offline weighs. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { fillArchive, type Archive } from './archive.ts';
import { browserTest } from './browser-test.ts';
import { sharedDesk, show } from './desk.ts';
import { pagesOf } from './page-routes.ts';
import type { Visitor } from './visitor.ts';

const FIRST_PAGE_BYTES_MAX = 250_000;
const VERIFY_PAGE_BYTES_MAX = 400_000;
/** With a chart. */
const ANY_PAGE_BYTES_MAX = 400_000;
/** What only the libraries for tables and charts say. */
const HEAVY = /ant-(btn|table|select|picker)|echarts/;

let archive: Archive | undefined;
const desk = sharedDesk(async (opened) => {
  archive = await fillArchive(opened, { count: 3, names: ['a.pdf'], customer: 'A' });
});

interface Loaded {
  readonly path: string;
  readonly bytes: number;
}

/** Everything that comes over the wire from now on, as compressed as it comes, heads included. */
async function weigh({ context, page }: Visitor): Promise<() => readonly Loaded[]> {
  const session = await context.newCDPSession(page);
  const paths = new Map<string, string>();
  const loaded: Loaded[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    paths.set(requestId, new URL(request.url).pathname);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    loaded.push({ path: paths.get(requestId) ?? '', bytes });
  });
  await session.send('Network.enable');
  return () => loaded;
}

function totalOf(loaded: readonly Loaded[]): number {
  return loaded.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function heavyScripts(page: Page, loaded: readonly Loaded[]): Promise<readonly string[]> {
  const heavy: string[] = [];
  for (const { path } of loaded.filter((one) => one.path.endsWith('.js'))) {
    const text = await (await page.request.get(path)).text();
    if (HEAVY.test(text)) heavy.push(path);
  }
  return heavy;
}

browserTest('the first page, before anything can be done', async (scene) => {
  const visitor = await (await desk()).stranger(scene);
  const loaded = await weigh(visitor);
  await show(visitor, '/');
  const first = [...loaded()];
  for (const { path, bytes } of first) {
    scene.context.diagnostic(`${String(bytes).padStart(8)} ${path}`);
  }
  const total = totalOf(first);
  scene.context.diagnostic(`${String(total).padStart(8)} of ${String(FIRST_PAGE_BYTES_MAX)}`);
  assert.ok(
    first.some(({ path }) => path === '/'),
    'the page itself is counted',
  );
  assert.ok(total <= FIRST_PAGE_BYTES_MAX, `${String(total)} bytes`);
  assert.deepEqual(await heavyScripts(visitor.page, first), [], 'tables and charts are for later');
});

browserTest('the page that verifies offline, as a file', async (scene) => {
  const { admin } = await desk();
  const { status, bytes } = await admin.ask('GET', '/verify.html');
  assert.equal(status, 200);
  scene.context.diagnostic(`${String(bytes.length)} of ${String(VERIFY_PAGE_BYTES_MAX)}`);
  assert.ok(bytes.length <= VERIFY_PAGE_BYTES_MAX, `${String(bytes.length)} bytes`);
});

browserTest('every other page, for a reader who comes to it first', async (scene) => {
  const opened = await desk();
  assert.ok(archive);
  for (const path of pagesOf(archive)) {
    const visitor = await opened.signedIn(scene);
    const loaded = await weigh(visitor);
    await show(visitor, path);
    const all = loaded();
    assert.ok(all.length > 0, path);
    const total = totalOf(all);
    scene.context.diagnostic(`${String(total).padStart(8)} ${path}`);
    assert.ok(total <= ANY_PAGE_BYTES_MAX, `${path}: ${String(total)} bytes`);
    await visitor.leave();
  }
});
