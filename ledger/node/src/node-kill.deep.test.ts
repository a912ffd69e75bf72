/**
 * kill −9 under load, again and again: every start needs no help, and everything that was ever acknowledged is there. Loss of power,
 * which loses more, is tried in memory (recovery/recover.prop.test.ts). The whole product killed, under every kind of load: e2e/chaos.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { checkFolder } from './check/check-folder.ts';
import { emptyFolder, openTestNode } from './test/test-node.ts';

const rounds = 50;
const killedNode = fileURLToPath(new URL('test/killed-node.ts', import.meta.url));

interface Life {
  readonly acknowledged: readonly string[];
  readonly lost: readonly string[];
  readonly errors: string;
  readonly wasReady: boolean;
}

/** Starts the node and kills it a while after it is ready, or while it starts. */
async function liveAndDie(folder: string, idsFile: string, afterMs: number): Promise<Life> {
  const child = spawn(process.execPath, [killedNode, folder, idsFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const acknowledged: string[] = [];
  const lost: string[] = [];
  let errors = '';
  let wasReady = false;
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', resolve));
  const ready = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'ready') {
        wasReady = true;
        resolve();
      } else if (line.startsWith('ok ')) acknowledged.push(line.slice(3));
      else lost.push(line);
    });
  });
  if (afterMs >= 0) await Promise.race([ready, ended]);
  await Promise.race([sleep(Math.abs(afterMs)), ended]);
  child.kill('SIGKILL');
  await ended;
  return { acknowledged, lost, errors, wasReady };
}

test('a node that is killed under load loses nothing it has acknowledged', async (t) => {
  const folder = emptyFolder(t);
  const dataFolder = join(folder, 'data');
  const recent = join(folder, 'recent');
  const all = join(folder, 'all');
  writeFileSync(recent, '');
  writeFileSync(all, '');
  let readyCount = 0;
  for (let round = 0; round < rounds; round++) {
    // Most are killed under load, some while they start, the first ones while they make the chain.
    const afterMs =
      round < 8 || round % 5 === 0 ? -(40 + 37 * (round % 9)) : 60 + ((round * 61) % 300);
    const { acknowledged, lost, errors, wasReady } = await liveAndDie(dataFolder, recent, afterMs);
    assert.deepEqual(lost, [], `round ${String(round)}`);
    assert.equal(errors, '', `round ${String(round)}`);
    if (afterMs >= 0) assert.ok(wasReady, `round ${String(round)} started`);
    if (wasReady) {
      readyCount++;
      writeFileSync(recent, acknowledged.join('\n'));
    }
    appendFileSync(all, acknowledged.map((id) => `${id}\n`).join(''));
  }
  const ids = readFileSync(all, 'utf8').split('\n').filter(Boolean);
  assert.ok(ids.length > 10 * readyCount, `only ${String(ids.length)} were acknowledged`);
  const { damage } = await checkFolder(dataFolder, { verifierThreads: 1 });
  assert.equal(damage, undefined);
  const node = await openTestNode({ dataFolder });
  for (const id of ids) assert.equal((await node.api.transaction(id)).status, 'proven');
  await node.close();
  const afterwards = await checkFolder(dataFolder, { verifierThreads: 1 });
  assert.deepEqual([afterwards.damage, afterwards.notes], [undefined, []]);
  t.diagnostic(`cases: killed nodes ${String(rounds)}`);
  t.diagnostic(`cases: acknowledged before a kill ${String(ids.length)}`);
});
