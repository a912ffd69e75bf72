/** Where the pages are used: a machine with a server of its own, its operator's key, and ways to sit down in front of it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminOf, type Client, eventually } from '../product/evidence-client.ts';
import { type Cleanup, Machine, type Server } from '../product/product.ts';
import type { BrowserTest } from './browser-test.ts';
import type { Looks, Theme, Visitor } from './visitor.ts';

/** As `stele start` prints it: people follow it, once. */
const LINK = /(https?:\/\/[^\s/]+)(\/#sign-in=[\w-]+)/;
const LINK_TIMEOUT_MS = 10_000;
/** What a page says about its parts when it is settled; Chromium's own measure of a quiet network is for pages that do not poll. */
const SETTLE_TIMEOUT_MS = 20_000;

export type Role = 'admin' | 'clerk' | 'reader';

export interface DeskOptions {
  /** As it stands on receipts. */
  readonly organisation?: string;
}

export class Desk {
  readonly machine: Machine;
  /** As a browser sees it: by name, which passkeys need. */
  readonly origin: string;
  #server: Server;
  #admin: Client;
  readonly #cleanup: Cleanup;

  private constructor(cleanup: Cleanup, machine: Machine, server: Server) {
    this.#cleanup = cleanup;
    this.machine = machine;
    this.#server = server;
    this.#admin = adminOf(machine, server);
    this.origin = server.address.replace('127.0.0.1', 'localhost');
  }

  static async open(cleanup: Cleanup, { organisation }: DeskOptions = {}): Promise<Desk> {
    const machine = new Machine(cleanup);
    const settings = organisation === undefined ? {} : { STELE_ORGANISATION_NAME: organisation };
    const server = await machine.start(cleanup, [], settings);
    const desk = new Desk(cleanup, machine, server);
    cleanup.after(() => desk.admin.close());
    const { status } = await desk.admin.ask('GET', '/');
    assert.equal(status, 200, `the server has no pages:\n${server.output}`);
    await eventually('search is there', () => desk.admin.ask('GET', '/v1/usage'), {
      holds: (answer) => answer.status === 200,
    });
    return desk;
  }

  /** The operator's own programs. */
  get admin(): Client {
    return this.#admin;
  }

  /** For programs that are not ours. */
  get adminKey(): string {
    return readFileSync(this.machine.path('data', 'admin.key'), 'utf8').trim();
  }

  get server(): Server {
    return this.#server;
  }

  /** The link that the start printed; it works once. */
  async printedLink(): Promise<string> {
    const deadline = Date.now() + LINK_TIMEOUT_MS;
    for (;;) {
      const [, , path] = LINK.exec(this.#server.output) ?? [];
      if (path !== undefined) return path;
      assert.ok(Date.now() < deadline, `no link in:\n${this.#server.output}`);
      await sleep(50);
    }
  }

  /** Another one, as `stele open` makes it. */
  async newLink(): Promise<string> {
    const { path } = await this.#admin.json<{ path: string }>(201, 'POST', '/v1/sign-in/links', {
      body: {},
    });
    return path;
  }

  /** Somebody without a session. */
  async stranger(scene: BrowserTest, looks: Looks = {}): Promise<Visitor> {
    return await scene.visitor({ ...looks, origin: this.origin });
  }

  /** Somebody who is signed in already, as the operator unless invited as another. */
  async signedIn(scene: BrowserTest, looks: Looks = {}, role: Role = 'admin'): Promise<Visitor> {
    const visitor = await this.stranger(scene, looks);
    await this.giveSession(visitor, role);
    return visitor;
  }

  async giveSession(visitor: Visitor, role: Role = 'admin'): Promise<void> {
    const path = role === 'admin' ? await this.newLink() : await this.#invitation(role);
    const token = path.slice(path.indexOf('=') + 1);
    const answer = await visitor.context.request.post(`${this.origin}/v1/sign-in/link`, {
      data: { token },
    });
    assert.equal(answer.status(), 201, await answer.text());
  }

  /** Stopped as an operator stops it. */
  async stop(): Promise<void> {
    const { code, stderr } = await this.#server.stop();
    assert.equal(code, 0, stderr);
  }

  /** Power is cut. */
  async crash(): Promise<void> {
    await this.#server.kill();
  }

  /** The same folder under the same address. */
  async startAgain(): Promise<void> {
    const { port } = new URL(this.origin);
    this.#server = await this.machine.start(this.#cleanup, ['--port', port]);
    this.#admin.close();
    this.#admin = adminOf(this.machine, this.#server);
  }

  async #invitation(role: Role): Promise<string> {
    const { link } = await this.#admin.json<{ link: { path: string } }>(201, 'POST', '/v1/people', {
      body: { name: `${role} ${String(Date.now())}`, role },
    });
    return link.path;
  }
}

/** One for all tests of a file, opened when the first of them needs it. */
export function sharedDesk(
  prepare: (desk: Desk) => Promise<void> = () => Promise.resolve(),
  options: DeskOptions = {},
): () => Promise<Desk> {
  const works: (() => Promise<void> | void)[] = [];
  after(async () => {
    for (const work of works.reverse()) await work();
  });
  let opened: Promise<Desk> | undefined;
  const open = async (): Promise<Desk> => {
    const desk = await Desk.open({ after: (work) => void works.push(work) }, options);
    await prepare(desk);
    return desk;
  };
  return () => (opened ??= open());
}

/** Goes there, within the console as its own links do, and waits until nothing on the page says that it is still loading. */
export async function show({ page, origin = '' }: Visitor, path: string): Promise<void> {
  const { origin: here, pathname } = new URL(page.url());
  const isInside = here === origin && ![pathname, path].includes('/verify.html');
  if (isInside) await page.evaluate((to) => history.pushState(null, '', to), path);
  else await page.goto(path);
  await settled(page);
}

/** Until the page has a heading and nothing in it is still to come. */
export async function settled(page: Visitor['page']): Promise<void> {
  const isSettled = (): boolean =>
    document.querySelector('main h1') !== null &&
    document.querySelector('main [class*="loading"]') === null;
  try {
    await page.waitForFunction(isSettled, undefined, { timeout: SETTLE_TIMEOUT_MS });
  } catch (error) {
    const seen = await page.locator('body').innerText();
    throw new Error(`${page.url()} does not settle, it shows: ${seen.slice(0, 400)}`, {
      cause: error,
    });
  }
}

/** In this theme, as the system asks for it, with no colour still on its way to another. */
export async function inTheme(page: Visitor['page'], theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForFunction(
    (wanted) => document.documentElement.dataset['theme'] === wanted,
    theme,
  );
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const isTransition = (one: Animation): boolean => one instanceof CSSTransition;
    for (const one of document.getAnimations().filter(isTransition)) one.finish();
    await new Promise(requestAnimationFrame);
  });
}
