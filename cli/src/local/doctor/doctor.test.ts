import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openNode } from '@stele/node';

import { runIn, temporaryFolder } from '../../test/fake-world.ts';
import { quietLog } from '../quiet-log.ts';
import type { Level } from './finding.ts';
import { folderFindings } from './folder-checks.ts';
import { certificateFinding, databaseFindings, nodeFinding } from './machine-checks.ts';

interface Told {
  readonly errors: number;
  readonly findings: readonly {
    readonly check: string;
    readonly level: Level;
    readonly detail: string;
    readonly action: string | null;
  }[];
}

/** A free port: whatever runs on this machine does not disturb. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

async function folderOf(context: TestContext): Promise<string> {
  const folder = join(temporaryFolder(context), 'data');
  const node = await openNode({ dataFolder: folder, log: quietLog, verifierThreads: 0 });
  await node.close();
  return folder;
}

async function examined(
  context: TestContext,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Told & { readonly exitCode: number; levelOf(check: string): string }> {
  const port = await freePort();
  const { exitCode, out } = await runIn(context, ['doctor', '--json', '--data', folder], {
    env: { STELE_PORT: port, ...env },
  });
  const told = JSON.parse(out) as Told;
  const levelOf = (check: string): string =>
    told.findings
      .filter((finding) => finding.check === check)
      .map(({ level }) => level)
      .join(' ');
  return { ...told, exitCode, levelOf };
}

void test('a folder at rest has nothing wrong but that nothing runs', async (context) => {
  const folder = await folderOf(context);
  const found = await examined(context, folder);
  assert.equal(found.exitCode, 0);
  assert.equal(found.errors, 0);
  for (const check of ['node', 'folder', 'keys', 'format', 'log', 'statement', 'clock', 'port']) {
    assert.equal(found.levelOf(check), 'ok', check);
  }
  assert.equal(found.levelOf('server'), 'warning');
  for (const { level, action } of found.findings) {
    assert.equal(action === null, level === 'ok', 'what is wrong has a next step');
  }
  const people = await runIn(context, ['doctor', '--data', folder], {
    env: { STELE_PORT: await freePort(), LANG: 'zh_CN.UTF-8' },
  });
  assert.match(people.out, /! 该目录没有服务器在运行。\n {4}启动：stele start/);
});

void test('each thing that is wrong is named, with exit code 1', async (context) => {
  const empty = await examined(context, join(temporaryFolder(context), 'none'));
  assert.deepEqual([empty.exitCode, empty.levelOf('folder')], [1, 'error']);
  const wrongs: readonly (readonly [string, (folder: string) => void])[] = [
    ['keys', (folder) => chmodSync(join(folder, 'keys/log.key'), 0o644)],
    ['keys', (folder) => rmSync(join(folder, 'admin.key'))],
    ['keys', (folder) => writeFileSync(join(folder, 'people.json'), '{}', { mode: 0o640 })],
    ['format', (folder) => writeFileSync(join(folder, 'FORMAT'), 'stele-data 99\n')],
    ['log', (folder) => truncateSync(join(folder, 'log/000000.entries'), 20)],
    ['log', (folder) => rmSync(join(folder, 'checkpoint'))],
    ['server', (folder) => writeFileSync(join(folder, 'node.pid'), `${String(process.pid)}\n`)],
  ];
  for (const [check, damage] of wrongs) {
    const folder = await folderOf(context);
    damage(folder);
    const found = await examined(context, folder);
    assert.deepEqual([found.exitCode, found.levelOf(check)], [1, 'error'], check);
  }
});

void test('time: a clock behind the chain, a statement that ends, a certificate that ended', async (context) => {
  const folder = await folderOf(context);
  const day = 86_400_000;
  const at = async (offsetMs: number, check: string): Promise<string | undefined> =>
    (await folderFindings(folder, Date.now() + offsetMs)).find((found) => found.check === check)
      ?.level;
  assert.equal(await at(0, 'clock'), 'ok');
  assert.equal(await at(-3_600_000, 'clock'), 'error');
  assert.equal(await at(340 * day, 'statement'), 'ok');
  assert.equal(await at(355 * day, 'statement'), 'warning');
  assert.equal(await at(366 * day, 'statement'), 'error');
  const certificate = (endsMs: number): Level =>
    certificateFinding({ validToDate: new Date(endsMs) }, 0).level;
  assert.deepEqual([31 * day, 29 * day, -1].map(certificate), ['ok', 'warning', 'error']);
  assert.deepEqual(
    ['24.0.0', '25.1.0', '22.9.0'].map((version) => nodeFinding(version).level),
    ['ok', 'ok', 'error'],
  );
});

void test('what a server says of its parts is passed on; a port, a certificate, a database', async (context) => {
  const folder = await folderOf(context);
  const parts = { chain: 'commits', projection: 'unavailable: no connection', stamps: 'ok' };
  const server = createHttp((request, response) => {
    const isReady = request.url === '/readyz';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isReady ? { status: 'ready', parts } : { id: '' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'address'), `http://127.0.0.1:${String(port)}\n`);
  const foreign = await examined(context, folder);
  assert.equal(foreign.levelOf('server'), 'error', 'its chain is another one');
  rmSync(join(folder, 'address'));
  const busy = await examined(context, folder, { STELE_PORT: String(port) });
  assert.equal(busy.levelOf('port'), 'error');
  writeFileSync(join(folder, 'address'), 'http://127.0.0.1:1\n');
  const stale = await examined(context, folder);
  assert.deepEqual([stale.exitCode, stale.levelOf('server')], [0, 'warning']);
  const certificate = await examined(context, folder, { STELE_TLS_CERT: join(folder, 'genesis') });
  assert.equal(certificate.levelOf('certificate'), 'error');
  const secret = `postgres://me:secret@127.0.0.1:${String(port)}/stele`;
  assert.equal((await databaseFindings(secret))[0]?.level, 'ok');
  for (const url of ['postgres://me:secret@127.0.0.1:1/stele', 'no url']) {
    const [finding] = await databaseFindings(url);
    assert.equal(finding?.level, 'warning');
    assert.doesNotMatch(JSON.stringify(finding), /secret/);
  }
});
