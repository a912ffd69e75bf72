/**
 * Servers on one folder: exactly one serves, and every other one says so in a sentence and ends. Started while one serves; at the same
 * instant, on a folder that is new or not; and right after the one that held it was killed.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, Machine } from '../product/product.ts';
import { begin, finish, rage, WITHOUT_SEARCH } from './scene.ts';

const ROUNDS = Number(process.env['STELE_TEST_ROUNDS'] ?? 5);
const RIVALS = 3;
const BUSY = 3;

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Starts rivals at the same instant, until all but one have ended; kills that one. */
async function compete(machine: Machine): Promise<readonly Ended[]> {
  const [program, ...args] = commandLine('start', '--port', '0');
  const env = machine.environment(WITHOUT_SEARCH);
  const rivals = Array.from({ length: RIVALS }, () => {
    const child = spawn(program, args, {
      env,
      cwd: machine.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
    return { child, ended };
  });
  const losers: Ended[] = [];
  for (const { ended } of rivals) void ended.then((end) => losers.push(end));
  while (losers.length < RIVALS - 1) await sleep(20);
  const left = rivals.filter(({ child }) => child.exitCode === null);
  assert.equal(left.length, 1, 'one serves');
  left[0]?.child.kill('SIGKILL');
  await left[0]?.ended;
  return losers.slice(0, RIVALS - 1);
}

function checkLosers(losers: readonly Ended[]): void {
  for (const { code, stderr } of losers) {
    assert.equal(code, BUSY, stderr);
    assert.match(stderr, /in use by/);
  }
}

void test('servers that are started at the same instant where there is no chain yet', async (context) => {
  for (let round = 0; round < ROUNDS; round++) {
    const machine = new Machine(context);
    checkLosers(await compete(machine));
    const server = await machine.start(context, [], WITHOUT_SEARCH);
    assert.equal((await server.stop()).code, 0);
    assert.equal((await machine.stele(['ledger', 'check'])).code, 0);
  }
});

void test('servers that are started on one folder at the same instant', async (context) => {
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  const { machine } = scene;
  let server = await scene.start();
  for (let round = 0; round < ROUNDS; round++) {
    const raging = rage(scene, server);
    const second = await machine.stele(['start', '--port', '0'], WITHOUT_SEARCH);
    assert.equal(second.code, BUSY);
    assert.match(second.stderr, /^stele: the data folder \S+ is in use by process \d+\./m);
    server.signal('SIGKILL');
    await server.ended;
    await raging.end();
    checkLosers(await compete(machine));
    server = await scene.start();
  }
  await finish(scene, server, { name: 'two servers on one folder', rounds: ROUNDS });
});
