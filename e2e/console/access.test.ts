/**
 * Nobody is shut out (WCAG 2.2 AA): axe-core finds nothing on any page, in both themes, on a desk and on a phone; and at 200 % zoom,
 * on a phone, and at the 320 px of criterion 1.4.10 no page scrolls sideways. Pages that are empty, denied or failing:
 * access-states.deep.test.ts.
 */

import assert from 'node:assert/strict';
import { type Archive, fillArchive } from './archive.ts';
import { axeFindings } from './axe.ts';
import { browserTest } from './browser-test.ts';
import { inTheme, sharedDesk, show } from './desk.ts';
import { overflowing } from './in-page.ts';
import { everyPage } from './page-routes.ts';
import { tour } from './tour.ts';
import { PHONE, type Visitor, WIDE } from './visitor.ts';

/** 1440 px at 200 %, a phone, and what 1.4.10 asks for. */
const NARROW_PX = [720, 390, 320];

let archive: Archive | undefined;
const desk = sharedDesk(async (opened) => {
  archive = await fillArchive(opened);
});

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
  assert.ok(archive);
  const found = await tour(visitors, everyPage(archive), async ({ visitor }) => [
    ...(await everyLook(visitor)),
    ...(await sideways(visitor)),
  ]);
  assert.deepEqual(found, []);
});

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
