/**
 * The English texts made longer by two fifths, as German or Finnish would be, in the catalogue that the page loads: what fits then fits in
 * any language. Values keep their places.
 */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

const CATALOGUE = /\/built\/en-us-[\w-]+\.js$/;

/** From now on the page gets longer texts; the result says how many catalogues were given. */
export async function lengthenTexts(page: Page): Promise<() => number> {
  let given = 0;
  await page.route(CATALOGUE, async (route) => {
    const response = await route.fetch();
    given++;
    await route.fulfill({ response, body: await lengthened(await response.text()) });
  });
  return () => given;
}

/** The same module with longer texts. */
async function lengthened(source: string): Promise<string> {
  const url = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
  const module = (await import(url)) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const lines = Object.entries(module).map(([name, catalogue], i) => {
    const texts = Object.entries(catalogue).map(([key, text]) => [key, longer(text)] as const);
    assert.ok(texts.length > 50, 'a whole catalogue');
    const own = `catalogue${String(i)}`;
    return `const ${own} = ${JSON.stringify(Object.fromEntries(texts))};export { ${own} as ${name} };`;
  });
  return lines.join('\n');
}

/** Each word by two fifths, what stands in braces as it is. */
export function longer(text: string): string {
  return text
    .split(/(\{[^}]*\}|\s+)/)
    .map((part) => (/^(\{|\s|$)/.test(part) ? part : lengthenedWord(part)))
    .join('');
}

function lengthenedWord(word: string): string {
  const more = Math.ceil(word.length * 0.4);
  const middle = Math.ceil(word.length / 2);
  return `${word.slice(0, middle)}${'e'.repeat(more)}${word.slice(middle)}`;
}
