import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';

import { openNode, systemClock, systemRandom } from '@stele/node';
import { openPeople } from '@stele/people';

import { quietLog } from '../local/quiet-log.ts';
import { serve } from '../local/start/serve.ts';
import { adminKeyOf, addressPath } from '../settings/data-folder.ts';
import { signInUrl } from '../settings/sign-in-url.ts';
import { runIn, temporaryFolder } from '../test/fake-world.ts';
import { browserOpener } from './browser.ts';

/** A server with people, and the folder that says where it is. */
async function served(context: TestContext): Promise<{ folder: string; address: string }> {
  const folder = join(temporaryFolder(context), 'data');
  const node = await openNode({ dataFolder: folder, log: quietLog, verifierThreads: 0 });
  const organisation = { id: 'local', name: 'Local operator' };
  const world = { clock: systemClock, random: systemRandom, log: quietLog };
  const people = await openPeople({ folder, ...world, organisation });
  const exposure = { host: '127.0.0.1', behindProxy: false };
  const serving = await serve(
    { node, evidence: undefined, people, folder },
    { exposure, port: 0, log: quietLog, adminKey: adminKeyOf(folder) },
  );
  writeFileSync(addressPath(folder), `${serving.address}\n`);
  context.after(async () => {
    await serving.close();
    await people.close();
    await node.close();
  });
  return { folder, address: serving.address };
}

async function signIn(address: string, url: string): Promise<Response> {
  const token = /^http:\/\/localhost:\d+\/#sign-in=([\w-]{43})$/.exec(url)?.[1];
  assert.ok(token !== undefined, url);
  return await fetch(`${address}/v1/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

void test('prints a link that signs in', async (context) => {
  const { folder, address } = await served(context);
  const printed = await runIn(context, ['open', '--print', '--data', folder]);
  assert.equal(printed.exitCode, 0, printed.err);
  assert.match(printed.err, /^Works once, until /);
  assert.equal((await signIn(address, printed.out.trim())).status, 201);
  assert.equal((await signIn(address, printed.out.trim())).status, 401, 'once');
  const told = await runIn(context, ['open', '--json', '--data', folder]);
  const { url, expiresAt } = JSON.parse(told.out) as Readonly<Record<string, string>>;
  assert.ok(Date.parse(expiresAt ?? '') > Date.now());
  assert.equal((await signIn(address, url ?? '')).status, 201);
  const asked = await runIn(context, ['open', '--curl', '--data', folder]);
  assert.match(asked.out, /^curl -sS -X POST \S+\/v1\/sign-in\/links .*--data-raw '\{\}'\n$/);
});

void test('opens the browser there is, and says when there is none', async (context) => {
  const { folder, address } = await served(context);
  const none = await runIn(context, ['open', '--data', folder], { env: { PATH: '/nowhere' } });
  assert.equal(none.exitCode, 0);
  assert.match(none.err, /none was found here\.\n$/);
  const missing = { PATH: '/nowhere', DISPLAY: ':0' };
  const gone = await runIn(context, ['open', '--data', folder], { env: missing });
  assert.match(gone.err, /none was found here\.\n$/, 'a display, and no program');

  const programs = join(temporaryFolder(context), 'programs');
  mkdirSync(programs);
  const opened = join(programs, 'opened');
  for (const name of ['xdg-open', 'open', 'wslview']) {
    const path = join(programs, name);
    writeFileSync(
      path,
      `#!/bin/sh\nprintf %s "$1" > '${opened}.part'\nmv '${opened}.part' '${opened}'\n`,
    );
    chmodSync(path, 0o755);
  }
  const TMPDIR = join(programs, 'temporary');
  const old = join(TMPDIR, 'stele-open-old');
  const recent = join(TMPDIR, 'stele-open-recent');
  for (const path of [old, recent, join(TMPDIR, 'other')]) mkdirSync(path, { recursive: true });
  utimesSync(old, 0, 0);
  const env = { PATH: `${programs}${delimiter}/usr/bin${delimiter}/bin`, DISPLAY: ':0', TMPDIR };
  const found = await runIn(context, ['open', '--data', folder], { env });
  assert.match(found.err, /Opened in your browser\.\n$/);
  while (!existsSync(opened)) await sleep(10);
  const page = readFileSync(opened, 'utf8');
  assert.ok(page.startsWith(join(TMPDIR, 'stele-open-')), 'the link is in no command line');
  assert.equal(statSync(page).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(page)).mode & 0o777, 0o700);
  assert.deepEqual(
    [existsSync(old), existsSync(recent), readdirSync(TMPDIR).length],
    [false, true, 3],
    'pages of earlier calls go',
  );
  const [, url = ''] = /content="0; url=([^"]+)"/.exec(readFileSync(page, 'utf8')) ?? [];
  assert.equal(url, found.out.trim());
  assert.equal((await signIn(address, url)).status, 201);
});

void test('without a server there is no link', async (context) => {
  const { folder } = await served(context);
  writeFileSync(addressPath(folder), 'http://127.0.0.1:1\n');
  const { exitCode, out, err } = await runIn(context, ['open', '--data', folder]);
  assert.equal(exitCode, 3);
  assert.equal(out, '');
  assert.match(err, /\[UNREACHABLE\]/);
});

void test('which browser there is', () => {
  assert.equal(browserOpener({}, 'linux'), undefined);
  assert.equal(browserOpener({ DISPLAY: ':0' }, 'linux'), 'xdg-open');
  assert.equal(browserOpener({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'), 'xdg-open');
  assert.equal(browserOpener({ WSL_DISTRO_NAME: 'Ubuntu', DISPLAY: ':0' }, 'linux'), 'wslview');
  assert.equal(browserOpener({}, 'darwin'), 'open');
  assert.equal(browserOpener({ SSH_CONNECTION: 'a b' }, 'darwin'), undefined);
  assert.equal(browserOpener({ SSH_CONNECTION: 'a b', DISPLAY: ':10' }, 'linux'), 'xdg-open');
});

void test('an address of this machine is written by its name, others stay', () => {
  for (const [address, url] of [
    ['http://127.0.0.1:7420', 'http://localhost:7420/#x'],
    ['http://[::1]:7420', 'http://localhost:7420/#x'],
    ['http://192.168.1.5:7420', 'http://192.168.1.5:7420/#x'],
    ['https://stele.example.org', 'https://stele.example.org/#x'],
  ] as const) {
    assert.equal(signInUrl(address, '/#x'), url);
  }
});
