/**
 * A disk that is full to its last byte under load, each kind of file being the one that meets it: reads go on, writes are refused in
 * words, and with room again they are taken, at the latest by a process that is started again. What the node does before a disk is full:
 * ledger/node/src/storage/small-disk.test.ts; the disk of PostgreSQL: e2e/product/evidence-database.deep.test.ts.
 */

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminOf, type Client, readiness } from '../product/evidence-client.ts';
import { Machine, type Server } from '../product/product.ts';
import { fill, mountSmallDisk } from '../product/small-disk.ts';
import { settle } from './account.ts';
import { begin, finish, placeOf, rage, type Scene, WITHOUT_SEARCH } from './scene.ts';

const ROUNDS = Number(process.env['STELE_TEST_ROUNDS'] ?? 1);
const DISK_MB = 96;
const STORM_MS = 1_500;
const WITHIN_MS = 15_000;
const REFUSALS = ['503 STORAGE_FULL', '503 STORAGE_LOW'];
const READY = 200;
const TROUBLE = 3;

/** Puts a folder of the data folder, or all of it, on the disk. */
function moveTo(disk: string, folder: string): void {
  const target = join(disk, 'moved');
  cpSync(folder, target, { recursive: true });
  rmSync(folder, { recursive: true });
  symlinkSync(target, folder);
}

/**
 * Something that was recorded before: its note and its receipt. The node asks the data folder's disk whether there is room to go on;
 * where a part of the folder lies on another one, it is told so in vain, and says STORAGE_FULL to readers while it tries.
 */
async function readEarlier(client: Client, id: string, isApart: boolean): Promise<void> {
  for (const path of [`/v1/evidence/${id}`, `/v1/evidence/${id}/receipt`]) {
    const { status, bytes } = await client.ask('GET', path);
    const text = bytes.toString();
    const isInVain = isApart && status === 503 && text.includes('STORAGE_FULL');
    assert.ok(status === 200 || isInVain, `${path}: ${String(status)} ${text}`);
  }
}

/** Written again when the node goes on, before anything is read. */
const OPENED_FIRST: ReadonlySet<string> = new Set(['tree', 'state']);

/** Whether writes are taken again by the same process. */
async function goesOn(server: Server): Promise<boolean> {
  const deadline = performance.now() + WITHIN_MS;
  while (performance.now() < deadline) {
    const seen = await readiness(server).catch(() => undefined);
    if (seen === undefined || seen.status === READY) return seen !== undefined;
    await sleep(100);
  }
  return false;
}

/** Fills the disk under load. Whether the process has outlived it. */
async function flood(scene: Scene, server: Server, disk: string, kind: string): Promise<boolean> {
  const { storm } = scene;
  const { admin, clients } = placeOf(scene, server);
  const first = rage(scene, server);
  await sleep(STORM_MS);
  const order = storm.orders.find(({ state }) => state === 'recorded') ?? assert.fail();
  fill(join(disk, 'filler'));
  await sleep(STORM_MS);
  const isUp = await Promise.race([server.ended.then(() => false), sleep(500, true)]);
  assert.ok(isUp, 'it outlives a full disk');
  const client = clients[order.customer] ?? assert.fail();
  await readEarlier(client, order.ids[0] ?? '', OPENED_FIRST.has(kind));
  rmSync(join(disk, 'filler'));
  const isAlive = await goesOn(server);
  await first.end();
  admin.close();
  return isAlive;
}

async function floodAgain(context: TestContext, kind: string): Promise<void> {
  const disk = mountSmallDisk(context, DISK_MB);
  if (disk === undefined) return;
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  const { storm, machine } = scene;
  moveTo(disk, machine.path('data', kind));
  let outlived = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const server = await scene.start();
    if (await flood(scene, server, disk, kind)) outlived++;
    await server.kill();
    const again = await scene.start();
    const place = placeOf(scene, again);
    await settle(storm, place);
    place.admin.close();
    await again.stop();
  }
  const name = `full disk of ${kind === '' ? 'the data folder' : `${kind}/`}`;
  await finish(scene, await scene.start(), { name, rounds: ROUNDS });
  const said = [...storm.saw.keys()];
  assert.ok(
    said.some((what) => REFUSALS.includes(what)),
    `refused in words: ${said.join(', ')}`,
  );
  assert.deepEqual(
    said.filter((what) => what.startsWith('500')),
    [],
  );
  assert.equal(outlived, ROUNDS, 'it goes on by itself');
}

for (const kind of ['log', 'payload', 'tree', 'state', 'evidence', '']) {
  void test(`full: ${kind === '' ? 'the data folder' : `${kind}/`}`, (context) =>
    floodAgain(context, kind));
}

void test('full before there is a chain: said in a sentence, and made when there is room', async (context) => {
  const disk = mountSmallDisk(context, 1);
  if (disk === undefined) return;
  const machine = new Machine(context);
  mkdirSync(join(disk, 'data'));
  symlinkSync(join(disk, 'data'), machine.path('data'));
  fill(join(disk, 'filler'));
  const { code, stderr } = await machine.stele(['start', '--port', '0'], WITHOUT_SEARCH);
  assert.equal(code, TROUBLE, stderr);
  assert.match(stderr, /\[STORAGE_(?:FULL|LOW)\]/);
  rmSync(join(disk, 'filler'));
  const server = await machine.start(context, [], WITHOUT_SEARCH);
  adminOf(machine, server).close();
  assert.equal((await server.stop()).code, 0);
});
