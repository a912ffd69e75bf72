/**
 * PostgreSQL killed, all of it or the server of one connection, in every phase of what is done with it: while it starts, while tables are made,
 * while the projection catches up, while somebody searches, while the process stops. Who notarises does not notice: nothing but success is
 * answered; and the projection comes to the exact numbers by itself. Stopped, full, dropped and foreign databases:
 * e2e/product/evidence-database.deep.test.ts.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminOf } from '../product/evidence-client.ts';
import { isAlive, type Machine, type Server } from '../product/product.ts';
import { checkProjection } from './bill.ts';
import { recount } from './recount.ts';
import { begin, finish, rage, type Scene } from './scene.ts';

type Victim = 'postmaster' | 'backend';

/** The server of the machine, or those of its connections; none while there is no server. */
function victims(machine: Machine, victim: Victim): readonly number[] {
  const postmaster = machine.databasePid();
  if (postmaster === undefined || Number.isNaN(postmaster)) return [];
  if (victim === 'postmaster') return [postmaster];
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = lines.split('\n').map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, parent, ...args]) => Number(parent) === postmaster && args.includes('stele'))
    .map(([pid]) => Number(pid));
}

function kill(machine: Machine, victim: Victim): number {
  const all = victims(machine, victim).filter(isAlive);
  for (const pid of all) process.kill(pid, 'SIGKILL');
  return all.length;
}

/** Kills again and again, at moments that drift through whatever is going on. */
async function haunt({ machine, random }: Scene, victim: Victim, forMs: number): Promise<number> {
  const end = performance.now() + forMs;
  let killed = 0;
  while (performance.now() < end) {
    await sleep(random() * 400);
    killed += kill(machine, victim);
  }
  return killed;
}

const PHASE_MS = 4_000;

async function search(scene: Scene, server: Server, isOver: () => boolean): Promise<void> {
  const admin = adminOf(scene.machine, server);
  const client = admin.as(scene.customers[0]?.key ?? '');
  while (!isOver()) {
    const { status } = await client.ask('GET', '/v1/evidence?q=R-&limit=100');
    assert.ok(status === 200 || status === 503, `a search is answered ${String(status)}`);
    await sleep(50);
  }
  admin.close();
}

/** One life of the process: killed at while it starts and migrates, while it follows and searches, while it stops. */
async function life(scene: Scene, victim: Victim): Promise<number> {
  const { machine } = scene;
  const haunting = haunt(scene, victim, PHASE_MS);
  const server = await scene.start();
  let killed = await haunting;
  const raging = rage(scene, server);
  let isOver = false;
  const searching = search(scene, server, () => isOver);
  killed += await haunt(scene, victim, PHASE_MS);
  isOver = true;
  await Promise.all([raging.end(), searching]);
  const stopping = server.stop();
  killed += kill(machine, victim);
  assert.equal((await stopping).code, 0);
  return killed;
}

void test('the database is killed in every phase', async (context) => {
  const scene = await begin(context);
  const { storm, machine } = scene;
  let killed = 0;
  for (const victim of ['postmaster', 'backend', 'postmaster', 'backend'] as const) {
    killed += await life(scene, victim);
  }
  const answers = [...storm.saw.keys()].filter((what) => !/^20[01]$|RECORD_SUPERSEDED/.test(what));
  assert.deepEqual(answers, [], 'who notarises does not notice');
  assert.ok(killed > 0);
  const server = await scene.start();
  await finish(scene, server, { name: 'kill −9 of PostgreSQL', rounds: killed }, async (place) => {
    await checkProjection(place.admin, recount(machine.path('data')));
  });
});
