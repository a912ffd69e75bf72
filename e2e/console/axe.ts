/** axe-core in a page: every rule it has, and what it found as sentences. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** As text: the page's policy lets nobody else put a script into it. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };

/** `only`: one rule, for what changes with the theme alone. */
export async function axeFindings(page: Page, only?: string): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(only === undefined ? {} : { runOnly: { type: 'rule', values: [only] } }),
  };
  const { violations } = await page.evaluate(
    async (chosen) => await axe.run(document, chosen),
    options,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary = '' }) => {
      return `${id}: ${html.slice(0, 160)} — ${failureSummary.split('\n').slice(1, 3).join(' ')}`;
    }),
  );
}
