/**
 * Memory runs out: a heap that is too small for large batches, and an address space that is too small for anything. The process refuses or
 * dies, at whatever moment that is; the next start, with memory, finds everything.
 */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, sha256 } from '../product/evidence-client.ts';
import type { Server } from '../product/product.ts';
import { settle } from './account.ts';
import { begin, finish, placeOf, rage, type Scene, WITHOUT_SEARCH } from './scene.ts';

const ROUNDS = 1;
const HEAP_MB = 64;
const HUNGRY = 6;
const ITEMS = 10_000;
const WITHIN_MS = 12_000;
const KIBIBYTE = 1_024;

/** Batches as large as they may be, until nobody is there. */
async function feed(client: Client, isOver: () => boolean): Promise<void> {
  let number = 0;
  const one = async (_: unknown, lane: number): Promise<void> => {
    while (!isOver()) {
      const items = Array.from({ length: ITEMS }, () => ({
        digests: { 'sha-256': sha256(`meal ${String(lane)} ${String(number++)}`) },
        name: 'x'.repeat(200),
      }));
      const answer = await client
        .ask('POST', '/v1/evidence/batches', { body: { items } })
        .catch(() => undefined);
      if (answer === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: HUNGRY }, one));
}

/** Under both loads until it dies, or for a while. Whether it died. */
async function starve(scene: Scene, server: Server): Promise<boolean> {
  let isOver = false;
  const raging = rage(scene, server);
  const { clients } = placeOf(scene, server);
  const feeding = feed(clients[0] ?? assert.fail(), () => isOver);
  const hasDied = await Promise.race([
    server.ended.then(() => true),
    sleep(WITHIN_MS, false, { ref: false }),
  ]);
  isOver = true;
  if (!hasDied) await server.kill();
  await Promise.all([raging.end(), feeding]);
  return hasDied;
}

async function recover(scene: Scene): Promise<Server> {
  const server = await scene.start();
  const place = placeOf(scene, server);
  await settle(scene.storm, place);
  place.admin.close();
  return server;
}

void test('a heap that is too small', async (context) => {
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  let deaths = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const NODE_OPTIONS = `--max-old-space-size=${String(HEAP_MB)}`;
    const environment = { ...WITHOUT_SEARCH, NODE_OPTIONS };
    const server = await scene.machine.start(context, [], environment);
    if (await starve(scene, server)) deaths++;
    await (await recover(scene)).stop();
  }
  context.diagnostic(`died of its heap: ${String(deaths)}`);
  await finish(scene, await scene.start(), { name: 'heap exhausted', rounds: ROUNDS });
});

/** What the process has mapped now, and a little more. */
function bound(pid: number): void {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const mapped = Number(/VmSize:\s+(\d+)/.exec(status)?.[1]) * KIBIBYTE;
  execFileSync('prlimit', ['--pid', String(pid), `--as=${String(mapped + 2 ** 25)}`]);
}

void test('an address space that is too small', async (context) => {
  if (spawnSync('prlimit', ['--version']).status !== 0) {
    context.skip('prlimit(1) is not there');
    return;
  }
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  let deaths = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const server = await scene.start();
    bound(server.pid);
    if (await starve(scene, server)) deaths++;
    await (await recover(scene)).stop();
  }
  context.diagnostic(`died of its address space: ${String(deaths)}`);
  await finish(scene, await scene.start(), { name: 'address space exhausted', rounds: ROUNDS });
});
