/**
 * A test in a real browser: one browser for each test file, new profiles for each test. It fails on whatever its visitors' pages must
 * never do, asked or not, and leaves pictures of what they showed at the end.
 */

import assert from 'node:assert/strict';
import { after, test, type TestContext } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium, prepareChromium } from './chromium.ts';
import { type Looks, Visitor } from './visitor.ts';

export interface BrowserTest {
  readonly context: TestContext;
  /** Somebody new, who sees an empty page. */
  readonly visitor: (looks?: Looks) => Promise<Visitor>;
}

let launched: Promise<Browser | string> | undefined;

after(async () => {
  const browser = await launched;
  if (browser !== undefined && typeof browser !== 'string') await browser.close();
});

/** Skips with the reason where Chromium cannot be had; fails there on a build server (CI=true), where everything has to be had. */
export function browserTest(name: string, work: (scene: BrowserTest) => Promise<void>): void {
  void test(name, async (context) => {
    launched ??= launch();
    const browser = await launched;
    if (typeof browser === 'string') {
      assert.notEqual(process.env['CI'], 'true', browser);
      context.skip(browser);
      return;
    }
    await withVisitors(browser, { context, work });
  });
}

async function launch(): Promise<Browser | string> {
  const chromium = await prepareChromium();
  return chromium.kind === 'ready' ? await launchChromium(chromium.path) : chromium.reason;
}

interface Scene {
  readonly context: TestContext;
  readonly work: (scene: BrowserTest) => Promise<void>;
}

async function withVisitors(browser: Browser, { context, work }: Scene): Promise<void> {
  const visitors: Visitor[] = [];
  const visitor = async (looks?: Looks): Promise<Visitor> => {
    const entered = await Visitor.enter(browser, looks);
    visitors.push(entered);
    return entered;
  };
  try {
    await work({ context, visitor });
    assert.deepEqual(
      visitors.flatMap(({ faults }) => faults),
      [],
      'what no page must ever do',
    );
  } catch (error) {
    throw await explained(error, visitors, context.name);
  } finally {
    for (const one of visitors) await one.leave();
  }
}

/** The same error, saying where the pictures are and what else the pages did. */
async function explained(
  error: unknown,
  visitors: readonly Visitor[],
  testName: string,
): Promise<unknown> {
  const name = testName.replaceAll(/[^\w-]+/g, '-').slice(0, 60);
  const lines: string[] = [];
  for (const [i, one] of visitors.entries()) {
    lines.push(...(await one.pictures(`${name}-${String(i)}`)), ...one.faults.slice(0, 5));
  }
  if (!(error instanceof Error)) return error;
  const seen = `Seen:\n  ${lines.join('\n  ')}`;
  return Object.assign(error, { stack: `${error.stack ?? error.message}\n${seen}` });
}
