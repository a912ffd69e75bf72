import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emptyFolder, NUMBERS, openEmbedded, serverPid, until } from '../test/places.ts';
import { eventually, runningIn, untilNothingRunsIn } from '../test/processes.ts';
import { placesOf } from './cluster.ts';
import { stopLeftServer } from './left-server.ts';
import { endProcess, isAlive, STEPS } from './process-end.ts';
import { platformPackage, preparePrograms } from './programs.ts';
import { unprivilegedAccount } from './unprivileged.ts';

const ABANDON = fileURLToPath(new URL('../test/abandon-server.ts', import.meta.url));
const isRoot = process.geteuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Another process that has the embedded server of the folder running. */
async function otherProcess(folder: string, account?: typeof NOBODY): Promise<ChildProcess> {
  const child = spawn(process.execPath, [ABANDON, folder], {
    ...account,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  assert.equal(said.toString().trim(), 'ready');
  return child;
}

void test('a server ends with its process, however that ends, and leaves its cluster in order', async (t) => {
  const folder = emptyFolder(t);
  const other = await otherProcess(folder);
  assert.equal(runningIn(folder).length, 2, 'the server and its watcher');
  other.kill('SIGKILL');
  await untilNothingRunsIn(folder);
  assert.equal(existsSync(join(folder, 'cluster', 'postmaster.pid')), false, 'stopped cleanly');
});

void test('a clean close leaves neither server nor watcher', async (t) => {
  const folder = emptyFolder(t);
  const database = openEmbedded(t, folder);
  await until(database, 'ready');
  assert.equal(runningIn(folder).length, 2, 'the server and its watcher');
  await database.close();
  await untilNothingRunsIn(folder);
});

void test('a server that dies takes its watcher with it; the next one has its own', async (t) => {
  const folder = emptyFolder(t);
  const database = openEmbedded(t, folder);
  await until(database, 'ready');
  const before = runningIn(folder);
  process.kill(serverPid(folder), 'SIGKILL');
  await until(database, 'unavailable');
  await until(database, 'ready');
  await eventually(
    'the first watcher goes',
    () => !before.some((pid) => runningIn(folder).includes(pid)),
  );
  assert.equal(runningIn(folder).length, 2);
});

void test('a server that even its watcher left behind is stopped by its number', async (t) => {
  const folder = emptyFolder(t);
  const other = await otherProcess(folder);
  const left = serverPid(folder);
  for (const pid of runningIn(folder)) if (pid !== left) process.kill(pid, 'SIGKILL');
  other.kill('SIGKILL');
  await once(other, 'exit');
  await eventually('only the server is left', () => runningIn(folder).join() === String(left));
  const database = openEmbedded(t, folder);
  await until(database, 'ready');
  assert.equal(isAlive(left), false);
  assert.notEqual(serverPid(folder), left);
  await database.close();
  assert.equal(existsSync(join(folder, 'cluster', 'postmaster.pid')), false, 'stopped cleanly');
});

void test("a stranger with the old server's number lives on, and the server starts", async (t) => {
  const folder = emptyFolder(t);
  const first = openEmbedded(t, folder);
  await until(first, 'ready');
  await first.close();
  const stranger = spawn('sleep', ['60']);
  t.after(() => stranger.kill('SIGKILL'));
  await once(stranger, 'spawn');
  writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${String(stranger.pid)}\n`);
  const second = openEmbedded(t, folder);
  await until(second, 'ready');
  assert.equal(stranger.exitCode, null);
  assert.ok(isAlive(stranger.pid ?? 0));
});

void test('whatever stands in the file of the number, nobody is harmed', async (t) => {
  const folder = emptyFolder(t);
  for (const text of ['', 'x', '-1', '0', '1', String(process.pid), '99999999999999999999']) {
    writeFileSync(join(folder, 'postmaster.pid'), `${text}\n`);
    assert.equal(await stopLeftServer(folder), undefined, text);
  }
});

void test('a process that heeds no request is ended all the same', async () => {
  const deaf = spawn(process.execPath, [
    '-e',
    "for (const s of ['SIGINT', 'SIGQUIT']) process.on(s, () => {}); setInterval(() => {}, 1000); console.log(1)",
  ]);
  await once(deaf.stdout, 'data');
  const ended = once(deaf, 'exit');
  const impatient = STEPS.map(({ signal }) => ({ signal, patienceMs: 200 }));
  await endProcess(deaf.pid ?? 0, impatient);
  assert.deepEqual(await ended, [null, 'SIGKILL']);
});

void test('a first start that was broken off is begun anew', async (t) => {
  const folder = emptyFolder(t);
  mkdirSync(join(folder, 'cluster.new'));
  writeFileSync(join(folder, 'cluster.new', 'half'), '');
  mkdirSync(join(folder, 'cluster'));
  writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '18\n');
  const database = openEmbedded(t, folder);
  await until(database, 'ready');
});

void test('a cluster of another version is not touched', async (t) => {
  const folder = emptyFolder(t);
  mkdirSync(join(folder, 'cluster'));
  writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '17\n');
  writeFileSync(join(folder, 'password'), 'x\n');
  const database = openEmbedded(t, folder);
  await until(database, 'unavailable');
  assert.equal(database.state().code, 'DATABASE_CLUSTER_VERSION');
  assert.equal(readFileSync(join(folder, 'cluster', 'PG_VERSION'), 'utf8'), '17\n');
});

/** A platform package that is out of reach for the account (root), or whose links cannot be made where it is. */
async function sealedPackage(t: TestContext): Promise<{ folder: string; version: string }> {
  const { folder, version } = await platformPackage();
  const closed = join(emptyFolder(t), 'closed');
  const sealed = join(closed, 'package');
  cpSync(folder, sealed, {
    recursive: true,
    filter: (path) => !/(\.a|\/lib[a-z]+\.so\.5)$/.test(path),
  });
  if (isRoot) chmodSync(closed, 0o700);
  else chmodSync(join(sealed, 'native', 'lib'), 0o500);
  return { folder: sealed, version };
}

void test('programs that cannot be used where they are, are copied once and run', async (t) => {
  const sealed = await sealedPackage(t);
  const lib = join(sealed.folder, 'native', 'lib');
  const account = await unprivilegedAccount();
  const copies = emptyFolder(t);
  const { initdb, major } = await preparePrograms(sealed, account, copies);
  assert.ok(initdb.startsWith(copies));
  const version = spawn(initdb, ['--version'], { ...account, cwd: '/' });
  const [said] = (await once(version.stdout, 'data')) as [Buffer];
  assert.match(said.toString(), new RegExp(`PostgreSQL\\) ${String(major)}`));
  const madeMs = statSync(initdb).ctimeMs;
  await preparePrograms(sealed, account, copies);
  assert.equal(statSync(initdb).ctimeMs, madeMs);
  chmodSync(lib, 0o700);
});

void test('an ordinary user runs it as itself', async (t) => {
  if (!isRoot) {
    t.skip('this is what all other tests do here: only root can be somebody else');
    return;
  }
  const folder = emptyFolder(t);
  chownSync(folder, NOBODY.uid, NOBODY.gid);
  const other = await otherProcess(join(folder, 'postgres'), NOBODY);
  const pid = serverPid(join(folder, 'postgres'));
  assert.equal(statSync(`/proc/${String(pid)}`).uid, NOBODY.uid);
  other.kill('SIGKILL');
  await untilNothingRunsIn(folder);
});

void test('root runs it as another account, beside a data folder that keeps that account out', async (t) => {
  const account = await unprivilegedAccount();
  if (account === undefined) {
    t.skip('only root runs it as another account');
    return;
  }
  const closed = join(emptyFolder(t), 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const folder = join(closed, 'postgres');
  const places = await placesOf(folder, account);
  t.after(() => {
    rmSync(places.folder, { recursive: true });
  });
  assert.ok(!places.cluster.startsWith(closed));
  const database = openEmbedded(t, folder);
  database.schema(NUMBERS);
  await until(database, 'ready');
  assert.ok(existsSync(join(folder, 'password')));
  assert.equal(statSync(places.cluster).uid, account.uid);
  assert.equal(statSync(places.cluster).mode & 0o777, 0o700);
  await database.close();
});
