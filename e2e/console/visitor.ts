/**
 * Somebody with a browser profile of their own: language, theme, width of the window. Everything that a page must never do is
 * written down while they look: errors nobody caught, breaches of the page's policy, requests to others, answers that are faults of the server.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { cloneFolder } from '../../tools/sources.ts';

export type Language = 'zh-CN' | 'en-US';
export type Theme = 'light' | 'dark';

export interface Looks {
  readonly language?: Language;
  readonly theme?: Theme;
  /** Of the window, in px. */
  readonly width?: number;
  /** The only one that may be asked; undefined: none. */
  readonly origin?: string | undefined;
}

export const PICTURES = join(cloneFolder, '.cache', 'console-failures');

/** A desk, and a phone. */
export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const HEIGHT = 900;
/** What Chromium itself writes about an answer of 4xx; what pages make of those is looked at by the tests. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;
const POLICY_MARK = 'policy violated';

export class Visitor {
  readonly page: Page;
  readonly origin: string | undefined;
  readonly #context: BrowserContext;
  readonly #allowed: RegExp[] = [];
  readonly #faults: string[] = [];

  private constructor(context: BrowserContext, page: Page, origin: string | undefined) {
    this.#context = context;
    this.page = page;
    this.origin = origin;
  }

  /** A new profile with an empty page. */
  static async enter(browser: Browser, looks: Looks = {}): Promise<Visitor> {
    const { language = 'en-US', theme = 'light', width = 1440, origin } = looks;
    const context = await browser.newContext({
      locale: language,
      colorScheme: theme,
      viewport: { width, height: HEIGHT },
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      ...(origin === undefined ? {} : { baseURL: origin }),
    });
    await context.addInitScript(reportPolicy, POLICY_MARK);
    const page = await context.newPage();
    const visitor = new Visitor(context, page, origin);
    visitor.#watch();
    return visitor;
  }

  get context(): BrowserContext {
    return this.#context;
  }

  /** A second tab of the same profile. */
  async anotherTab(): Promise<Page> {
    return await this.#context.newPage();
  }

  /** What matches is provoked by the test itself. */
  expectTrouble(...patterns: readonly RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** What went wrong unprovoked, in the order it happened. */
  get faults(): readonly string[] {
    return this.#faults.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }

  /** Pictures of all tabs, for whoever has to find out; their paths. */
  async pictures(name: string): Promise<readonly string[]> {
    mkdirSync(PICTURES, { recursive: true });
    const taken: string[] = [];
    for (const [i, page] of this.#context.pages().entries()) {
      const path = join(PICTURES, `${name}-${String(i)}.png`);
      try {
        await page.screenshot({ path, timeout: 5_000 });
        taken.push(`${path} (${page.url()})`);
      } catch {
        // A tab that has crashed has no picture.
      }
    }
    return taken;
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }

  #watch(): void {
    const context = this.#context;
    context.on('weberror', (error) => this.#faults.push(`uncaught: ${String(error.error())}`));
    context.on('console', (message) => this.#hear(message));
    context.on('request', (request) => this.#checkAddress(request.url()));
    context.on('response', (response) => {
      if (response.status() < 500) return;
      this.#faults.push(`${String(response.status())}: ${response.url()}`);
    });
  }

  #hear(message: ConsoleMessage): void {
    const text = message.text();
    if (message.type() !== 'error' || REFUSED.test(text)) return;
    this.#faults.push(`console: ${text} (${message.page()?.url() ?? message.location().url})`);
  }

  #checkAddress(url: string): void {
    if (/^(data|blob|file|about):/.test(url)) return;
    if (this.origin === undefined || new URL(url).origin !== new URL(this.origin).origin) {
      this.#faults.push(`another origin: ${url}`);
    }
  }
}

/** Runs in the page, before all else. */
function reportPolicy(mark: string): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`${mark}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}
