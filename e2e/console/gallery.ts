/**
 * Pictures of every page for people to look at: `node e2e/console/gallery.ts FOLDER`. With what a desk has after some weeks of work, in two
 * languages, two themes, on a desk and on a phone; and of the first minute, step by step.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { fileOn, letGo } from './acts.ts';
import { type Archive, fillArchive } from './archive.ts';
import { launchChromium, prepareChromium } from './chromium.ts';
import { Desk, inTheme, settled, show } from './desk.ts';
import { pagesOf } from './page-routes.ts';
import { type Language, type Theme, Visitor } from './visitor.ts';

const WIDTHS = [1440, 390] as const;
const THEMES: readonly Theme[] = ['light', 'dark'];
const LANGUAGES: readonly Language[] = ['en-US', 'zh-CN'];

/** A page of some thousand rows is not looked at to its end. */
const HEIGHT_MAX = 4_000;

interface Studio {
  readonly folder: string;
  readonly browser: Browser;
  readonly desk: Desk;
}

async function takePicture(page: Page, path: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, HEIGHT_MAX) };
  await page.screenshot({ path, fullPage: true, clip });
}

function nameOf(path: string): string {
  const [, area = '', kind = ''] = path.replace('.html', '').split('/');
  const isList = path.split('/').length === 2;
  return isList ? area || 'start' : `${area}-${/^\w+_|^\d/.test(kind) ? 'one' : kind}`;
}

async function everyPage(studio: Studio, archive: Archive, language: Language): Promise<void> {
  const visitor = await Visitor.enter(studio.browser, { language, origin: studio.desk.origin });
  await studio.desk.giveSession(visitor);
  const { superseded, erased } = archive;
  for (const path of [...pagesOf(archive), '/status/nothing-here', '/verify.html']) {
    await picturesOf(studio, visitor, { path, name: `${nameOf(path)}-${language}` });
  }
  for (const [name, id] of Object.entries({ superseded, erased })) {
    await picturesOf(studio, visitor, {
      path: `/records/${id}`,
      name: `records-${name}-${language}`,
    });
  }
  for (const fault of visitor.faults) process.stderr.write(`${fault}\n`);
  await visitor.leave();
}

interface Shot {
  readonly path: string;
  readonly name: string;
}

async function picturesOf(studio: Studio, visitor: Visitor, { path, name }: Shot): Promise<void> {
  const { page } = visitor;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    try {
      await show(visitor, path);
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
    }
    for (const theme of THEMES) {
      await inTheme(page, theme);
      await takePicture(page, join(studio.folder, `${name}-${theme}-${String(width)}.png`));
    }
  }
}

async function signedOut(studio: Studio, language: Language): Promise<void> {
  const visitor = await Visitor.enter(studio.browser, { language, origin: studio.desk.origin });
  for (const path of ['/sign-in', '/records']) {
    await picturesOf(studio, visitor, { path, name: `${nameOf(path)}-signed-out-${language}` });
  }
  await visitor.leave();
}

/** What a reader sees who drops a file, and breaks it. */
async function firstMinute(studio: Studio, language: Language): Promise<void> {
  const { browser, desk, folder } = studio;
  for (const width of WIDTHS) {
    const visitor = await Visitor.enter(browser, { language, width, origin: desk.origin });
    const { page } = visitor;
    const picture = (name: string): Promise<void> =>
      takePicture(page, join(folder, `minute-${name}-${language}-${String(width)}.png`));
    await page.goto('/');
    await settled(page);
    await picture('1-signed-out');
    await letGo(visitor, [fileOn(desk.machine, '合同 contract.pdf', `for ${language}\n`)]);
    await page.locator('main a[href="/verify.html"]').first().waitFor();
    await picture('2-sign-in-needed');
    await desk.giveSession(visitor);
    await page.goto('/');
    await settled(page);
    await letGo(visitor, [desk.machine.path('合同 contract.pdf')]);
    await page.locator('[data-step]').first().waitFor();
    await picture('3-verified');
    await page
      .getByRole('button', { name: language === 'zh-CN' ? /改动/ : /^Change one/ })
      .first()
      .click();
    await page.locator('[data-result="fail"]').first().waitFor();
    await picture('4-broken');
    await visitor.leave();
  }
}

async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const chromium = await prepareChromium();
  if (chromium.kind === 'unavailable') {
    process.stderr.write(`${chromium.reason}\n`);
    process.exitCode = 3;
    return;
  }
  const works: (() => Promise<void> | void)[] = [];
  try {
    const desk = await Desk.open({ after: (work) => void works.push(work) });
    const archive = await fillArchive(desk);
    const browser = await launchChromium(chromium.path);
    works.push(() => browser.close());
    for (const language of LANGUAGES) {
      await everyPage({ folder, browser, desk }, archive, language);
      await signedOut({ folder, browser, desk }, language);
      await firstMinute({ folder, browser, desk }, language);
    }
  } finally {
    for (const work of works.reverse()) await work();
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Usage: node e2e/console/gallery.ts FOLDER\n');
  process.exitCode = 2;
} else {
  await main(folder);
}
