/**
 * A process that is stopped as a whole and goes on later, as under a debugger, a suspended machine or a hypervisor that moves it: clients
 * who wait get their answers, clients who do not have a clean end, and what these send again with the same key is recorded once.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, readiness } from '../product/evidence-client.ts';
import { begin, finish, rage, WITHOUT_SEARCH } from './scene.ts';

const STOPS_MS = [500, 3_000, 30_000];
/** Of half of the clients. */
const PATIENCE_MS = 2_000;

void test('stopped for up to half a minute under load', async (context) => {
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  const { machine, storm } = scene;
  const server = await scene.start();
  const key = readFileSync(machine.path('data', 'admin.key'), 'utf8').trim();
  for (const stopMs of STOPS_MS) {
    const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: PATIENCE_MS });
    const impatient = new Client(server.address, key, agent);
    const raging = [rage(scene, server), rage(scene, server, { admin: impatient })];
    await sleep(500);
    server.signal('SIGSTOP');
    await sleep(stopMs);
    server.signal('SIGCONT');
    await sleep(1_000);
    for (const one of raging) await one.end();
    assert.equal((await readiness(server)).status, 200, 'it goes on');
  }
  const reasons = [...storm.saw.keys()].filter((what) => !/^20[012]|RECORD_SUPERSEDED$/.test(what));
  assert.deepEqual(reasons, ['no answer in time'], 'who waits is answered');
  await finish(scene, server, { name: 'SIGSTOP up to 30 s', rounds: STOPS_MS.length });
});
