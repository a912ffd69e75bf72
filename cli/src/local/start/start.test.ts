import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { runIn, temporaryFolder } from '../../test/fake-world.ts';

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  /** All of standard output. */
  readonly lines: readonly string[];
  /** Ends it and gives how it ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<readonly [number | null, string | null]>;
}

/** Starts the command as a process of its own and waits for its last line. */
async function started(
  context: TestContext,
  folder: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Started> {
  const main = new URL('../../main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, 'start', '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C', ...env },
  });
  context.after(() => child.kill('SIGKILL'));
  let printed = '';
  for await (const part of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(part);
    if (printed.includes('verify README.md\n')) break;
  }
  assert.match(printed, /verify README.md\n$/, 'it starts');
  const lines = printed.trimEnd().split('\n');
  return {
    child,
    lines,
    address: /http:\S+/.exec(printed)?.[0] ?? '',
    end: async (signal) => {
      child.kill(signal);
      return (await once(child, 'exit')) as [number | null, string | null];
    },
  };
}

void test('starts, says where it is, serves, and stops with exit code 0', async (context) => {
  const folder = join(temporaryFolder(context), 'data');
  const { lines, address, end } = await started(context, folder);
  const [first = '', link = '', second, third = '', ...rest] = lines;
  assert.match(first, /^Address {6}http:\/\/127\.0\.0\.1:\d+$/);
  assert.match(link, /^Sign in {6}http:\/\/localhost:\d+\/#sign-in=[\w-]{43} \(once,/);
  assert.equal(second, `Data folder  ${folder}`);
  assert.match(third, /^Fingerprint {2}[0-9a-f]{64}$/);
  assert.deepEqual(
    rest.map((line) => line.trim().replace('npx ', '')),
    ['Try, in another terminal:', 'stele notarize README.md', 'stele verify README.md'],
  );
  for (const path of ['/healthz', '/readyz', '/openapi.json', '/v1/chains/main']) {
    assert.equal((await fetch(address + path)).status, 200, path);
  }
  const status = await runIn(context, ['status', '--data', folder, '--json']);
  assert.equal(status.exitCode, 0, 'finds the server by its folder');
  const told = JSON.parse(status.out) as Readonly<Record<string, unknown>>;
  assert.equal(told['address'], address);
  assert.equal(told['folder'], folder);

  assert.deepEqual(await end('SIGTERM'), [0, null]);
  assert.ok(!existsSync(join(folder, 'address')));
  const after = await runIn(context, ['status', '--data', folder, '--url', address]);
  assert.equal(after.exitCode, 3);
});

void test('a folder has one server; killed, it can be started again', async (context) => {
  const folder = join(temporaryFolder(context), 'data');
  const first = await started(context, folder);
  const second = await runIn(context, ['start', '--data', folder, '--port', '0']);
  assert.equal(second.exitCode, 3);
  assert.match(
    second.err,
    /is in use by process \d+\. \[DATA_FOLDER_BUSY\]\nStop that process first/,
  );
  const check = await runIn(context, ['ledger', 'check', '--data', folder]);
  assert.equal(check.exitCode, 3, 'what grows cannot be checked');
  assert.match(check.err, /a node is running in/);
  assert.deepEqual(await first.end('SIGKILL'), [null, 'SIGKILL']);
  const stale = await runIn(context, ['status', '--data', folder]);
  assert.equal(stale.exitCode, 3, 'the address in the folder is of nobody now');
  const people = join(folder, 'people.json');
  // By hand, which the file takes without its sum.
  const without = readFileSync(people, 'utf8')
    .replace(/"links":\[.*?\]/, '"links":[]')
    .replace(/,"sha256":"\w+"/, '');
  writeFileSync(people, without);
  const third = await started(context, folder, { STELE_CONSOLE: 'off' });
  assert.match(readFileSync(people, 'utf8'), /"links":\[\]/, 'no link that nobody is shown');
  assert.equal((await runIn(context, ['status', '--data', folder])).exitCode, 0);
  assert.deepEqual(await third.end('SIGINT'), [0, null]);
});

void test('a port that is taken is named, and the folder is free again', async (context) => {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  context.after(() => other.close());
  const port = String((other.address() as AddressInfo).port);
  const folder = join(temporaryFolder(context), 'data');
  for (let attempt = 0; attempt < 2; attempt++) {
    const { exitCode, out, err } = await runIn(context, [
      'start',
      '--data',
      folder,
      '--port',
      port,
    ]);
    assert.equal(exitCode, 3);
    assert.equal(out, '');
    assert.match(
      err,
      new RegExp(`Port ${port} on 127.0.0.1 is already in use\\. \\[PORT_BUSY\\]\\n`),
    );
  }
});

void test('a folder it cannot use is left alone', async (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'FORMAT'), 'stele-data 4\n');
  const newer = await runIn(context, ['start', '--data', folder, '--port', '0']);
  assert.equal(newer.exitCode, 3);
  assert.match(newer.err, /newer version of Stele/);
  writeFileSync(join(folder, 'file'), '');
  const inFile = await runIn(context, [
    'start',
    '--data',
    join(folder, 'file', 'data'),
    '--port',
    '0',
  ]);
  assert.equal(inFile.exitCode, 3);
  assert.equal(readFileSync(join(folder, 'FORMAT'), 'utf8'), 'stele-data 4\n');
});

void test('faults of the configuration are told all at once, and nothing is opened', async (context) => {
  const env = { STELE_PORT: 'x', STELE_LOG: 'loud', STELE_DATA: '/none/of/this' };
  const { exitCode, err } = await runIn(context, ['start'], { env });
  assert.equal(exitCode, 2);
  assert.match(err, /STELE_PORT.*\n.*STELE_LOG/);
});

void test('what can be known to fail creates nothing, and announces nothing', async (context) => {
  const around = temporaryFolder(context);
  const file = join(around, 'file');
  writeFileSync(file, '');
  for (const path of ['/dev/null', file, join(file, 'data')]) {
    const { exitCode, err } = await runIn(context, ['start', '--data', path]);
    assert.equal(exitCode, 3);
    assert.match(err, /^stele: \S+ is not a folder\. \[DATA_NOT_A_FOLDER\]\nName a folder/);
  }
});

const onLinux = { skip: process.platform === 'linux' ? false : 'there is no /proc' };

void test('a folder that cannot be made fails at once', onLinux, (context) => {
  const main = new URL('../../main.ts', import.meta.url).pathname;
  const argv = [main, 'start', '--data', '/proc/stele', '--port', '0'];
  const env = { ...process.env, LC_ALL: 'C', HOME: temporaryFolder(context) };
  const { status, stderr } = spawnSync(process.execPath, argv, {
    env,
    encoding: 'utf8',
    timeout: 30_000,
  });
  assert.equal(status, 3);
  assert.match(stderr, /making \/proc\/stele .*\[STORAGE_FAILED\]\n/);
});

void test('SIGTERM ends a process that does not serve yet', async (context) => {
  const main = new URL('../../main.ts', import.meta.url).pathname;
  const folder = join(temporaryFolder(context), 'data');
  const child = spawn(process.execPath, [main, 'start', '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  context.after(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  await once(child.stderr, 'data');
  child.kill('SIGTERM');
  const [code, signal] = (await exit) as [number | null, string | null];
  assert.ok(code === 0 || signal === 'SIGTERM', `${String(code)} ${String(signal)}`);
  const { end } = await started(context, folder);
  assert.deepEqual(await end('SIGTERM'), [0, null], 'the folder can be used');
});

void test('the bearer key file is checked at start as the private keys are', async (context) => {
  const folder = join(temporaryFolder(context), 'data');
  const { end } = await started(context, folder);
  await end('SIGTERM');
  const path = join(folder, 'admin.key');
  const key = readFileSync(path, 'utf8');
  const put = (content: string, mode = 0o600): void => {
    rmSync(path, { force: true, recursive: true });
    writeFileSync(path, content, { mode });
    chmodSync(path, mode);
  };
  const putFolder = (): void => {
    rmSync(path);
    mkdirSync(path);
  };
  const faults: readonly (readonly [string, () => void])[] = [
    ['ADMIN_KEY_MISSING', () => rmSync(path)],
    ['KEY_EXPOSED', () => put(key, 0o640)],
    ['ADMIN_KEY_MALFORMED', () => put('')],
    ['ADMIN_KEY_MALFORMED', () => put(key.slice(0, -2))],
    ['ADMIN_KEY_MALFORMED', putFolder],
  ];
  for (const [code, damage] of faults) {
    damage();
    const { exitCode, err } = await runIn(context, ['start', '--data', folder, '--port', '0']);
    assert.equal(exitCode, 3, code);
    assert.match(err, new RegExp(`${path}.*\\[${code}\\]\n`));
  }
  put(key);
  const again = await started(context, folder);
  assert.deepEqual(await again.end('SIGTERM'), [0, null]);
});

void test('--print-config shows each value and where it comes from', async (context) => {
  const env = { STELE_DATA: '/srv/data', STELE_PORT: '8000', STELE_TLS_CERT: '' };
  const { exitCode, out } = await runIn(context, ['start', '--print-config', '--host', '::1'], {
    env,
  });
  assert.equal(exitCode, 0);
  const report = JSON.parse(out) as Readonly<Record<string, unknown>>;
  assert.deepEqual(report['dataFolder'], { value: '/srv/data', source: 'STELE_DATA' });
  assert.deepEqual(report['port'], { value: 8000, source: 'STELE_PORT' });
  assert.deepEqual(report['host'], { value: '::1', source: '--host' });
  assert.deepEqual(report['behindProxy'], { value: false, source: 'default' });
});
