/**
 * Two languages: the browser's decides, a choice is kept, and no page mixes them. Longer words than English has do not break a page.
 * What people have typed is nobody's language: the archive of these tests has digits for names.
 */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cloneFolder } from '../../tools/sources.ts';
import { type Archive, fillArchive, NAMES_OF_DIGITS } from './archive.ts';
import { browserTest } from './browser-test.ts';
import { settled, sharedDesk } from './desk.ts';
import { cutOff, overflowing, overlapping, textsLike } from './in-page.ts';
import { pagesOf } from './page-routes.ts';
import { lengthenTexts } from './pseudo-text.ts';
import { type Stop, tour } from './tour.ts';

const HAN = String.raw`\p{Script=Han}`;
/** Three words of prose in a row; names of standards, algorithms and programs are shorter or have capitals, commands begin with npx. */
const ENGLISH_PROSE = String.raw`\b(?!npx )[a-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}\b`;

/** A text that is asked for under a key and is in no catalogue shows the key. */
const RAW_KEY = `: (${areas().join('|')})\\.[a-zA-Z.]+$`;

/** By the files of the catalogues. */
function areas(): readonly string[] {
  const names = readdirSync(join(cloneFolder, 'console', 'src', 'text'));
  const found = names.flatMap((name) => /^(.+)\.en-us\.ts$/.exec(name)?.[1] ?? []);
  assert.ok(found.includes('app'), 'the catalogues are found');
  return [...found, 'nav'].map((name) =>
    name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
}

let archive: Archive | undefined;
const desk = sharedDesk(
  async (opened) => {
    archive = await fillArchive(opened, { count: 6, names: NAMES_OF_DIGITS, customer: '001' });
  },
  { organisation: '2026' },
);

async function pages(): Promise<readonly string[]> {
  await desk();
  assert.ok(archive);
  return [...pagesOf(archive), '/status/nothing-here', '/verify.html'];
}

for (const [language, foreign] of [
  ['en-US', HAN],
  ['zh-CN', ENGLISH_PROSE],
] as const) {
  browserTest(`a reader of ${language} reads nothing else, signed in or not`, async (scene) => {
    const opened = await desk();
    const look = async ({ visitor: { page } }: Stop): Promise<readonly string[]> => {
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      return [
        ...(await page.evaluate(textsLike, foreign)),
        ...(await page.evaluate(textsLike, RAW_KEY)),
      ];
    };
    const visitors = [
      await opened.signedIn(scene, { language }),
      await opened.stranger(scene, { language }),
    ];
    const found = await Promise.all(
      visitors.map(async (visitor) => await tour([visitor], await pages(), look)),
    );
    assert.deepEqual(found, [[], []]);
  });
}

browserTest('the browser’s language decides, a choice here is kept', async (scene) => {
  const opened = await desk();
  const { page } = await opened.stranger(scene, { language: 'zh-CN' });
  await page.goto('/');
  await settled(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  const chinese = await page.locator('main h1').innerText();
  await page.getByRole('combobox', { name: '语言' }).selectOption('en-US');
  await page.locator('html[lang="en-US"]').waitFor();
  const english = await page.locator('main h1').innerText();
  assert.notEqual(english, chinese);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('main h1').innerText(), english, 'kept over a reload');
  await page.goto('/look-up');
  await settled(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en-US', 'and on other pages');
});

browserTest('words longer by two fifths fit, on a desk and on a phone', async (scene) => {
  const opened = await desk();
  const visitors = [await opened.signedIn(scene), await opened.signedIn(scene)];
  const given = await Promise.all(visitors.map(({ page }) => lengthenTexts(page)));
  const found = await tour(visitors, await pages(), async ({ visitor: { page } }) => {
    const seen: string[] = [];
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const measure of [overflowing, cutOff, overlapping]) {
        seen.push(...(await page.evaluate(measure)).map((what) => `${String(width)}: ${what}`));
      }
    }
    return seen;
  });
  assert.ok(
    given.every((count) => count() > 0),
    'the pages had the longer texts',
  );
  assert.deepEqual(found, []);
});
