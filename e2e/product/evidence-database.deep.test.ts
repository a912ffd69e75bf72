/**
 * PostgreSQL stopped, killed, full, dropped, another chain's, or not to be entered: recording, fetching, receipts and verification
 * go on; search and usage say that they are away; all of it heals by itself, and nothing is missing afterwards.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import pg from 'pg';
import { adminOf, eventually, readiness, registerCustomer } from './evidence-client.ts';
import { Records } from './evidence-records.ts';
import { isAlive, Machine, type Server } from './product.ts';
import { fill, mountSmallDisk } from './small-disk.ts';

interface Scene {
  readonly machine: Machine;
  readonly server: Server;
  readonly records: Records;
}

async function sceneOn(
  context: TestContext,
  machine: Machine,
  extra: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const server = await machine.start(context, [], extra);
  const admin = adminOf(machine, server);
  const { key } = await registerCustomer(admin, 'A bank', null);
  const records = new Records(admin.as(key), 'paper');
  context.after(() => {
    admin.close();
  });
  return { machine, server, records };
}

/** Search has found the first records: whatever comes then meets a server at work. */
async function running(context: TestContext): Promise<Scene> {
  const scene = await sceneOn(context, new Machine(context));
  await scene.records.checkLedgerServes();
  await scene.records.checkSearchFindsAll();
  return scene;
}

/** `/readyz` is 200 all the while, and says of search what is the matter. */
async function checkReadyWithout(server: Server, said: RegExp): Promise<void> {
  const { parts } = await eventually('readiness', () => readiness(server), {
    holds: ({ status, parts: { projection = '' } }) => status === 200 && said.test(projection),
  });
  assert.equal(parts['chain'], 'commits');
}

/** Each of what it stops has its own bound; together they are the patience of an operator. */
const STOP_MS_MAX = 20_000;

/** The server of a machine and every process it works with. */
function databaseProcesses(machine: Machine): readonly number[] {
  const postmaster = machine.databasePid();
  assert.ok(postmaster !== undefined);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim();
  const pairs = lines.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const children = pairs.filter(([, parent]) => parent === postmaster).map(([pid = 0]) => pid);
  return [postmaster, ...children];
}

function signalAll(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of processes) if (isAlive(pid)) process.kill(pid, signal);
}

/** Stopped as a whole, until the test ends at the latest: what is stopped does not even end when its server is killed. */
function freeze(context: TestContext, machine: Machine): readonly number[] {
  const processes = databaseProcesses(machine);
  signalAll(processes, 'SIGSTOP');
  context.after(() => {
    signalAll(processes, 'SIGCONT');
  });
  return processes;
}

void test('a database server that is stopped or killed', async (context) => {
  const { machine, server, records } = await running(context);

  await context.test('stopped it hangs nobody, and continued it goes on', async (inner) => {
    const processes = freeze(inner, machine);
    await records.checkLedgerServes();
    await records.checkSearchIsAway();
    await checkReadyWithout(server, /^unavailable/);
    await records.checkLedgerServes();
    signalAll(processes, 'SIGCONT');
    await records.checkSearchFindsAll();
    await checkReadyWithout(server, /^following/);
  });

  await context.test('killed it is started again', async () => {
    const killed = machine.databasePid();
    signalAll(databaseProcesses(machine), 'SIGKILL');
    await records.checkLedgerServes();
    await records.checkSearchFindsAll();
    assert.notEqual(machine.databasePid(), killed);
    await checkReadyWithout(server, /^following/);
  });

  await context.test('stopped again it does not keep the process from ending', async (inner) => {
    const [postmaster = 0, ...others] = freeze(inner, machine);
    await records.checkLedgerServes();
    const began = performance.now();
    const { code, stderr } = await server.stop();
    assert.equal(code, 0, stderr);
    assert.ok(performance.now() - began < STOP_MS_MAX);
    assert.equal(isAlive(postmaster), false);
    signalAll(others, 'SIGCONT');
    const alive = (): Promise<readonly number[]> => Promise.resolve(others.filter(isAlive));
    await eventually('all of it ends', alive, { holds: ({ length }) => length === 0 });
  });
});

const DISK_MB = 200;

/** The database of a machine on a small disk of its own; undefined after skipping where nobody may mount. */
function putOnSmallDisk(context: TestContext, machine: Machine): string | undefined {
  const disk = mountSmallDisk(context, DISK_MB);
  if (disk === undefined) return undefined;
  mkdirSync(machine.path('data'), { mode: 0o711 });
  symlinkSync(disk, machine.path('data', 'postgres'));
  return disk;
}

void test('the disk of the database is full: only search is behind, until there is room', async (context) => {
  const machine = new Machine(context);
  const disk = putOnSmallDisk(context, machine);
  if (disk === undefined) return;
  const { server, records } = await sceneOn(context, machine);
  await records.checkLedgerServes();
  await records.checkSearchFindsAll();
  fill(join(disk, 'filler'));
  const isAway = async (): Promise<boolean> => {
    for (let i = 0; i < 20; i++) await records.make();
    await records.checkLedgerServes();
    return (await records.search()).status === 503;
  };
  await eventually('search is away', isAway, { holds: Boolean });
  await records.checkSearchIsAway();
  await checkReadyWithout(server, /^unavailable/);
  rmSync(join(disk, 'filler'));
  await records.checkSearchFindsAll();
  await checkReadyWithout(server, /^following/);
});

/** The address of a machine's embedded server, as its operator would give it to others. */
function addressOf(machine: Machine, database: string, password?: string): string {
  const folder = machine.path('data', 'postgres');
  const [, , , port] = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  const secret = password ?? readFileSync(join(folder, 'password'), 'utf8').trim();
  return `postgres://stele:${secret}@127.0.0.1:${port ?? ''}/${database}`;
}

async function execute(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

void test('a database that is another chain’s, not to be entered, or dropped', async (context) => {
  const { machine: neighbour, records: neighbours } = await running(context);

  await context.test('another chain’s is left as it is', async (inner) => {
    const url = addressOf(neighbour, 'stele');
    const scene = await sceneOn(inner, new Machine(inner), { DATABASE_URL: url });
    await checkReadyWithout(scene.server, /^foreign/);
    await scene.records.checkLedgerServes();
    await scene.records.checkSearchIsAway();
    await neighbours.checkLedgerServes();
    await neighbours.checkSearchFindsAll();
    assert.equal((await scene.server.stop()).code, 0);
  });

  await context.test('a wrong password is said, and not shown', async (inner) => {
    const url = addressOf(neighbour, 'stele', 'not-the-word');
    const scene = await sceneOn(inner, new Machine(inner), { DATABASE_URL: url });
    await checkReadyWithout(scene.server, /^unavailable/);
    await scene.records.checkLedgerServes();
    await scene.records.checkSearchIsAway();
    const shown = scene.server.output + JSON.stringify(await readiness(scene.server));
    assert.doesNotMatch(shown, /not-the-word/);
    assert.equal((await scene.server.stop()).code, 0);
  });

  await context.test('a database that is dropped and made again is filled again', async (inner) => {
    const postgres = addressOf(neighbour, 'postgres');
    await execute(postgres, 'create database guest');
    const url = addressOf(neighbour, 'guest');
    const scene = await sceneOn(inner, new Machine(inner), { DATABASE_URL: url });
    await scene.records.checkLedgerServes();
    await scene.records.checkSearchFindsAll();
    await execute(postgres, 'drop database guest with (force)');
    await scene.records.checkLedgerServes();
    await scene.records.checkSearchIsAway();
    await checkReadyWithout(scene.server, /^unavailable/);
    await execute(postgres, 'create database guest');
    await scene.records.checkSearchFindsAll();
    assert.equal((await scene.server.stop()).code, 0);
  });
});

void test('a node without search says so, and does everything else', async (context) => {
  const machine = new Machine(context);
  const { server, records } = await sceneOn(context, machine, { STELE_PROJECTION: 'off' });
  await checkReadyWithout(server, /^off$/);
  await records.checkLedgerServes();
  await records.checkSearchIsAway();
  assert.equal(machine.databasePid(), undefined, 'no server is started');
});
