/** A state of a page as it must always be: accessible in both themes, and no wider than a phone. */

import type { Page } from 'playwright-core';
import { axeFindings } from './axe.ts';
import { inTheme } from './desk.ts';
import { overflowing } from './in-page.ts';
import { PHONE, WIDE } from './visitor.ts';

/** All that is wrong with what the page shows now, each with the name of the state. */
export async function troubleIn(page: Page, state: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await inTheme(page, theme);
    found.push(...(await axeFindings(page)).map((what) => `${theme}: ${what}`));
  }
  await page.setViewportSize(PHONE);
  found.push(...(await page.evaluate(overflowing)));
  await page.setViewportSize(WIDE);
  return found.map((what) => `${state}: ${what}`);
}
