/** No file descriptor left: thousands of connections to a process that may open few. It keeps some for its files, and outlives them. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, readiness } from '../product/evidence-client.ts';
import { isAlive } from '../product/product.ts';
import { begin, finish, placeOf, rage, WITHOUT_SEARCH } from './scene.ts';
import { settle } from './account.ts';

const ROUNDS = 3;
const READY = 200;
const STORM_MS = 1_000;
const CROWD = 1_500;
const DESCRIPTORS = 128;
const HELD_MS = 3_000;

async function crowd(address: string): Promise<readonly Socket[]> {
  const { port } = new URL(address);
  const sockets = Array.from({ length: CROWD }, () => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    return socket;
  });
  await sleep(HELD_MS);
  return sockets;
}

void test('file descriptors run out', async (context) => {
  if (spawnSync('prlimit', ['--version']).status !== 0) {
    context.skip('prlimit(1) is not there');
    return;
  }
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  for (let round = 0; round < ROUNDS; round++) {
    scene.machine.runBy = ['prlimit', `--nofile=${String(DESCRIPTORS)}`];
    const server = await scene.start();
    const raging = rage(scene, server);
    await sleep(STORM_MS);
    const sockets = await crowd(server.address);
    const late = rage(scene, server);
    await sleep(STORM_MS);
    for (const socket of sockets) socket.destroy();
    await eventually('it serves again', () => readiness(server).catch(() => undefined), {
      holds: (seen) => seen?.status === READY || !isAlive(server.pid),
    });
    for (const one of [raging, late]) await one.end();
    assert.ok(isAlive(server.pid), 'it outlives the crowd');
    await server.kill();
    scene.machine.runBy = [];
    const again = await scene.start();
    const place = placeOf(scene, again);
    await settle(scene.storm, place);
    place.admin.close();
    await again.stop();
  }
  const name = 'file descriptors exhausted';
  await finish(scene, await scene.start(), { name, rounds: ROUNDS });
});
