import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { emptyFolder } from '../test/places.ts';
import { eventually, isRunning } from '../test/processes.ts';
import { type Proof, watchServer, type WatchOptions } from './watcher.ts';

const ABANDON = fileURLToPath(new URL('../test/abandon-watcher.ts', import.meta.url));
const PROOFS: readonly Proof[] = process.platform === 'linux' ? ['folder', 'file'] : ['file'];

/** A cluster whose name means something to a shell that reads it carelessly. */
function emptyCluster(t: TestContext): string {
  const cluster = join(realpathSync(emptyFolder(t)), `it's "our" $(cluster) \\ here`);
  mkdirSync(cluster);
  return cluster;
}

/** Stands in for a server, or for a stranger: what counts is where it works. It heeds all signals but those. */
async function worker(
  t: TestContext,
  cwd: string,
  deafTo: readonly string[] = [],
): Promise<ChildProcess> {
  const script = `for (const s of ${JSON.stringify(deafTo)}) process.on(s, () => {}); setInterval(() => {}, 1000); console.log(1)`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

/** The process that has it watched dies, and the watcher does what it has to. */
async function afterItsOwnersDeath(
  options: WatchOptions,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  const owner = spawn(process.execPath, [ABANDON, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(owner.stdout, 'data')) as [Buffer];
  const watcher = Number(said.toString());
  assert.ok(isRunning(watcher));
  meanwhile();
  owner.kill('SIGKILL');
  await eventually('the watcher ends', () => !isRunning(watcher));
}

function claim(cluster: string, pid: number | undefined): void {
  writeFileSync(join(cluster, 'postmaster.pid'), `${String(pid)}\n${cluster}\n`);
}

for (const proof of PROOFS) {
  void test(`proof by ${proof}: the server is asked to end when its owner has gone`, async (t) => {
    const cluster = emptyCluster(t);
    const server = await worker(t, cluster);
    const ended = once(server, 'exit');
    claim(cluster, server.pid);
    await afterItsOwnersDeath({ pid: server.pid ?? 0, cluster, proof });
    assert.deepEqual(await ended, [null, 'SIGINT']);
  });

  void test(`proof by ${proof}: whoever has the server's number now is not signalled`, async (t) => {
    const cluster = emptyCluster(t);
    const stranger = await worker(t, join(cluster, '..'));
    // Each proof for itself: the other one would take the stranger for the server.
    claim(cluster, proof === 'folder' ? stranger.pid : process.pid);
    await afterItsOwnersDeath({ pid: stranger.pid ?? 0, cluster, proof });
    assert.deepEqual([stranger.exitCode, stranger.signalCode], [null, null]);
  });

  void test(`proof by ${proof}: a number that nobody has ends the watcher`, async (t) => {
    const cluster = emptyCluster(t);
    const gone = await worker(t, cluster);
    gone.kill('SIGKILL');
    await once(gone, 'exit');
    claim(cluster, gone.pid);
    await afterItsOwnersDeath({ pid: gone.pid ?? 0, cluster, proof });
  });
}

void test('a server whose folder was moved is ended too', async (t) => {
  for (const proof of PROOFS) {
    const cluster = emptyCluster(t);
    const server = await worker(t, cluster);
    const ended = once(server, 'exit');
    claim(cluster, server.pid);
    await afterItsOwnersDeath({ pid: server.pid ?? 0, cluster, proof }, () => {
      renameSync(cluster, `${cluster}, moved`);
    });
    assert.deepEqual(await ended, [null, 'SIGINT'], proof);
  }
});

void test('a server whose folder was removed under it is ended too', async (t) => {
  if (process.platform !== 'linux') {
    t.skip('only Linux says where a process works when that folder is gone');
    return;
  }
  const cluster = emptyCluster(t);
  const server = await worker(t, cluster);
  const ended = once(server, 'exit');
  await afterItsOwnersDeath({ pid: server.pid ?? 0, cluster }, () => {
    rmSync(cluster, { recursive: true });
  });
  assert.deepEqual(await ended, [null, 'SIGINT']);
});

void test('a server that heeds no request is ended all the same', async (t) => {
  const cluster = emptyCluster(t);
  const deaf = await worker(t, cluster, ['SIGINT', 'SIGQUIT']);
  const ended = once(deaf, 'exit');
  claim(cluster, deaf.pid);
  const steps = (['SIGINT', 'SIGQUIT', 'SIGKILL'] as const).map((signal) => ({
    signal,
    patienceMs: 1_000,
  }));
  await afterItsOwnersDeath({ pid: deaf.pid ?? 0, cluster, steps });
  assert.deepEqual(await ended, [null, 'SIGKILL']);
});

void test('dismissed, it goes and signals nobody', async (t) => {
  const cluster = emptyCluster(t);
  const server = await worker(t, cluster);
  claim(cluster, server.pid);
  const watcher = watchServer({ pid: server.pid ?? 0, cluster });
  watcher.dismiss();
  await eventually('the watcher ends', () => !isRunning(watcher.pid ?? 0));
  assert.deepEqual([server.exitCode, server.signalCode], [null, null]);
});

void test('a signal to everybody does not take the watch away', async (t) => {
  const cluster = emptyCluster(t);
  const server = await worker(t, cluster);
  claim(cluster, server.pid);
  const watcher = watchServer({ pid: server.pid ?? 0, cluster });
  const pid = watcher.pid ?? 0;
  t.after(() => {
    watcher.dismiss();
  });
  // Until the shell has read its script.
  await sleep(1_000);
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.kill(pid, signal);
  await sleep(200);
  assert.ok(isRunning(pid));
});
