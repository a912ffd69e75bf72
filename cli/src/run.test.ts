import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { commandTable } from './commands/table.ts';
import { nameFiles } from './notarize/prepare-files.ts';
import { fakeWorld, runIn, temporaryFolder } from './test/fake-world.ts';

const languages = { 'en-us': 'C', 'zh-cn': 'zh_CN.UTF-8' } as const;

for (const [language, locale] of Object.entries(languages)) {
  void test(`help of every command in ${language}`, async (context) => {
    const env = { LC_ALL: locale };
    const texts = [(await runIn(context, ['--help'], { env })).out];
    for (const { name, load } of commandTable) {
      const asked = await runIn(context, [...name.split(' '), '--help'], { env });
      assert.deepEqual([asked.exitCode, asked.err], [0, ''], name);
      const same = await runIn(context, ['help', ...name.split(' ')], { env });
      assert.equal(same.out, asked.out);
      const { calls } = await load();
      const last = asked.out.trimEnd().split('\n').at(-1)?.trim();
      if (calls.length > 0) assert.equal(last, calls.at(-1), `${name} ends with its HTTP call`);
      texts.push(asked.out);
    }
    const path = new URL(`./test/golden/help.${language}.txt`, import.meta.url).pathname;
    context.assert.fileSnapshot(texts.join('\n'), path, { serializers: [String] });
  });
}

void test('wrong usage exits with 2 and says what to do', async (context) => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^Stele records[^]*Usage: stele COMMAND[^]*ledger check[^]*Exit codes:/],
    [['notarise', 'x'], /no command "notarise"\. \[COMMAND_UNKNOWN\]\nPerhaps: stele notarize/],
    [['stat'], /Perhaps: stele start/],
    [
      ['trust'],
      /^Usage: stele trust COMMAND \[…\]\n\n {2}trust add .*\n {2}trust list .*\n {2}trust remove /,
    ],
    [['ledger'], /^Usage: stele ledger COMMAND \[…\]\n\n {2}ledger check /],
    [['trust', 'x'], /no command "trust x"\. \[COMMAND_UNKNOWN\]\nPerhaps: stele trust add/],
    [['trust', 'ad'], /Perhaps: stele trust add/],
    [['ledger', 'chek'], /Perhaps: stele ledger check/],
    [['quux'], /Perhaps: stele help/],
    [['verify'], /stele verify needs FILE\|RECEIPT/],
    [['verify', 'a', 'b'], /does not know what to do with "b"/],
    [['verify', 'a', '--recipt', 'b'], /Perhaps: --receipt/],
    [['start', '--port', '70000'], /--port takes a whole number from 0 to 65535, not "70000"/],
    [['trust', 'add', 'A'.repeat(64)], /64 lower-case hex digits/],
    [
      ['bench', 'everything'],
      /One of: ceiling, ledger, verify, restart, assets, evidence, overload, all/,
    ],
    [['verify', 'a\u001b[2Jb'], /a\\u\{1b\}\[2Jb cannot be read/],
  ];
  for (const [argv, expected] of wrong) {
    const { exitCode, out, err } = await runIn(context, argv);
    assert.equal(exitCode, 2, argv.join(' '));
    assert.equal(out, '', 'nothing on standard output');
    assert.match(err, expected);
  }
});

void test('help of a family of commands is its list', async (context) => {
  for (const argv of [
    ['trust', '--help'],
    ['help', 'trust'],
  ]) {
    const { exitCode, out, err } = await runIn(context, argv);
    assert.deepEqual([exitCode, err], [0, '']);
    assert.match(out, /^Usage: stele trust COMMAND/);
  }
});

void test('a name that is not UTF-8 is said to be that, not missing', async (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]), '');
  // What Node.js makes of the byte.
  const { exitCode, err } = await runIn(context, ['verify', `${folder}/\ufffd`]);
  assert.equal(exitCode, 2);
  assert.match(err, /cannot be read: its name, .* is not UTF-8/);
  await assert.rejects(nameFiles([`${folder}/\ufffd`], folder), /is not UTF-8/);
});

void test('with --json an error is one document on standard output', async (context) => {
  const { exitCode, out, err } = await runIn(context, ['verify', '/none/here', '--json']);
  assert.equal(exitCode, 2);
  assert.equal(err, '');
  const { error } = JSON.parse(out) as { readonly error: Readonly<Record<string, unknown>> };
  assert.equal(error['code'], 'FILE_UNREADABLE');
  assert.equal(error['exitCode'], 2);
  assert.match(String(error['detail']), /\/none\/here cannot be read/);
});

void test('errors speak the reader’s language', async (context) => {
  const { err } = await runIn(context, ['verfy'], { env: { LANG: 'zh_CN.UTF-8' } });
  assert.equal(err, 'stele: 没有命令“verfy”。[COMMAND_UNKNOWN]\n也许是：stele verify\n');
});

void test('commands that make no HTTP call say so with --curl', async (context) => {
  for (const argv of [
    ['verify', 'x'],
    ['trust', 'list'],
    ['ledger', 'check'],
  ]) {
    const { exitCode, out } = await runIn(context, [...argv, '--curl']);
    assert.deepEqual([exitCode, out], [0, '# This command makes no HTTP call.\n']);
  }
});

void test('status and start show the call with the key left in its file', async (context) => {
  const env = { STELE_DATA: '/srv/data', STELE_PORT: '8000' };
  const status = await runIn(context, ['status', '--curl'], { env });
  assert.equal(
    status.out,
    'curl -sS http://127.0.0.1:8000/v1/chains/main -H "Authorization: Bearer $(cat /srv/data/admin.key)"\n',
  );
  const start = await runIn(context, ['start', '--curl'], { env });
  assert.equal(start.out, 'curl -sS http://127.0.0.1:8000/readyz\n');
});

void test('without a server: exit code 3 and what to do', async (context) => {
  const asked = await runIn(context, ['status', '--url', await addressOfNobody()]);
  assert.equal(asked.exitCode, 3);
  assert.match(
    asked.err,
    /No Stele server was reached: http:\/\/127\.0\.0\.1:\d+ did not answer \(connect ECONNREFUSED .+\)\. \[UNREACHABLE\]\nIf no server runs, start it with stele start/,
  );
  const nowhere = await runIn(context, ['notarize', 'x', '--data', '/none']);
  assert.equal(nowhere.exitCode, 3);
  assert.match(nowhere.err, /There is no chain in \/none/);
});

/** A port that was free a moment ago. */
async function addressOfNobody(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${String(port)}`;
}

void test('trust is added, listed and removed', async (context) => {
  const fingerprint = 'ab'.repeat(32);
  const { homeFolder } = fakeWorld(context);
  const env = { XDG_CONFIG_HOME: homeFolder };
  const trust = (...argv: string[]): ReturnType<typeof runIn> =>
    runIn(context, ['trust', ...argv], { env });
  assert.match((await trust('list')).out, /^None yet/);
  assert.match((await trust('add', fingerprint)).out, /^Added abab.*\nFrom now on/);
  assert.match((await trust('add', fingerprint)).out, /was trusted already/);
  assert.equal((await trust('list')).out, `${fingerprint}\n`);
  assert.match((await trust('remove', fingerprint)).out, /^Removed abab/);
  const again = await trust('remove', fingerprint);
  assert.equal(again.exitCode, 1);
  assert.match(again.err, /is not among the chains you trust/);
});

void test('help of verify loads neither the ledger nor the server', () => {
  const main = new URL('./main.ts', import.meta.url).pathname;
  // Prints the address of every module that is loaded.
  const hooks = `
    import { registerHooks } from 'node:module';
    registerHooks({
      load: (url, context, next) => {
        process.stderr.write(url + '\\n');
        return next(url, context);
      },
    });`;
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`, main, 'verify', '--help'],
    { encoding: 'utf8' },
  );
  assert.match(stderr, /cli\/src\/commands\/verify\.ts/, 'the hook works');
  assert.doesNotMatch(
    stderr,
    /\/(ledger|contracts|core\/server|core\/protocol)\/|sdk\/src\/index|cli\/src\/local/,
  );
});

void test('the version is that of the package', async (context) => {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  assert.equal((await runIn(context, ['--version'])).out, `stele ${version}\n`);
});
