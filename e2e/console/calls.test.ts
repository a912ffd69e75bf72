/** "Show me the call" on every page: what only reads is run in a shell as it stands and is answered; commands are those of the command line. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { inShell, shownCalls } from './acts.ts';
import { type Archive, fillArchive } from './archive.ts';
import { browserTest } from './browser-test.ts';
import { type Desk, sharedDesk } from './desk.ts';
import { pagesOf } from './page-routes.ts';
import { tour } from './tour.ts';

/** A place that the reader has to fill in, as text or in an address. */
const OPEN_PLACE = /…|%E2%80%A6/;

let archive: Archive | undefined;
const desk = sharedDesk(async (opened) => {
  archive = await fillArchive(opened, { count: 3, names: ["it's $HOME.pdf"], customer: 'A' });
});

type Calls = ReadonlyMap<string, string>;

async function callsOf(page: Page): Promise<readonly Calls[]> {
  const calls: Calls[] = [];
  const count = await page.getByRole('button', { name: 'Show me the call' }).count();
  for (let i = 0; i < count; i++) calls.push(await shownCalls(page, i));
  return calls;
}

/** What is wrong with a call that reads, when it is run. */
async function troubleWith(opened: Desk, calls: Calls): Promise<readonly string[]> {
  const curl = calls.get('curl') ?? '';
  if (OPEN_PLACE.test(curl) || curl.includes('-X ')) return [];
  const printed = await inShell(opened, curl);
  const isRefused = /"type":\s*"urn:stele:code:/.test(printed);
  return isRefused ? [`${curl} is answered with ${printed.slice(0, 300)}`] : [];
}

async function knownCommands({ machine }: Desk): Promise<ReadonlySet<string>> {
  const { stdout } = await machine.stele(['--help']);
  const names = [...stdout.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2,}\S/gm)];
  return new Set(names.map(([, name = '']) => name));
}

function unknownCommand(known: ReadonlySet<string>, calls: Calls): readonly string[] {
  const [, command] = /^npx stele (.*)$/s.exec(calls.get('Command line') ?? '') ?? [];
  if (command === undefined) return [];
  const words = command.split(' ');
  const names = [words.slice(0, 2).join(' '), words[0] ?? ''];
  return names.some((name) => known.has(name)) ? [] : [`there is no command: ${command}`];
}

browserTest('every call that a page shows is one that works', async (scene) => {
  const opened = await desk();
  assert.ok(archive);
  const known = await knownCommands(opened);
  assert.ok(known.has('notarize') && known.has('key list'), 'the commands are found');
  const visitors = [await opened.signedIn(scene), await opened.signedIn(scene)];
  let seen = 0;
  const found = await tour(visitors, pagesOf(archive), async ({ visitor: { page } }) => {
    const trouble: string[] = [];
    for (const calls of await callsOf(page)) {
      seen++;
      trouble.push(...(await troubleWith(opened, calls)), ...unknownCommand(known, calls));
    }
    return trouble;
  });
  assert.deepEqual(found, []);
  assert.ok(seen > 10, 'the pages show calls');
});
