/** Backup and restore as an operator does them: beside a server under load, killed in the middle, and after a loss. */

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pythonForTest, verifierPath } from '../../tools/python.ts';
import { Machine } from './product.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const KILLS = isDeep ? 40 : 4;

/** Notarises files one after the other until it is told to stop; gives their names. */
function load(machine: Machine): () => Promise<readonly string[]> {
  const stop = new AbortController();
  const names: string[] = [];
  const done = (async () => {
    for (let i = 0; !stop.signal.aborted; i++) {
      const batch = Array.from({ length: 5 }, (_, j) => `load-${String(i)}-${String(j)}.txt`);
      for (const name of batch) writeFileSync(machine.path(name), name);
      const { code, stderr } = await machine.stele(['notarize', ...batch]);
      assert.equal(code, 0, stderr);
      names.push(...batch);
    }
  })();
  return async () => {
    stop.abort();
    await done;
    return names;
  };
}

/** Starts a backup and kills it a while later. */
async function killedBackup(machine: Machine, afterMs: number): Promise<void> {
  const args = ['--disable-warning=ExperimentalWarning', MAIN, 'backup', machine.path('backup')];
  const child = spawn(process.execPath, args, { env: machine.environment(), stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([sleep(afterMs), ended]);
  child.kill('SIGKILL');
  await ended;
}

interface Report {
  readonly number: number;
  readonly checkpoint: { readonly size: number };
  readonly service: boolean;
}

async function backedUp(machine: Machine): Promise<Report> {
  const { code, stdout, stderr } = await machine.stele([
    'backup',
    machine.path('backup'),
    '--json',
  ]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Report;
}

void test('backups beside a server under load, some of them killed: the last one restores', async (context) => {
  const machine = new Machine(context);
  await machine.start(context);
  const stop = load(machine);
  const first = await backedUp(machine);
  for (let i = 0; i < KILLS; i++) await killedBackup(machine, 250 + ((i * 137) % 600));
  const last = await backedUp(machine);
  await stop();
  assert.ok(last.number > first.number);
  assert.ok(last.checkpoint.size > first.checkpoint.size, 'it grew meanwhile');
  const restored = await machine.stele([
    'restore',
    machine.path('backup'),
    '--data',
    machine.path('new'),
  ]);
  assert.equal(restored.code, 0, restored.stderr);
  const check = await machine.stele(['ledger', 'check', '--data', machine.path('new')]);
  assert.equal(check.code, 0, check.stdout);
  context.diagnostic(`cases: killed backups ${String(KILLS)}`);
});

void test('after a loss the chain goes on in a new lineage; old and new receipts verify', async (context) => {
  const machine = new Machine(context);
  const server = await machine.start(context);
  const files = ['before.txt', 'lost.txt', 'after.txt'];
  for (const name of files) writeFileSync(machine.path(name), name);
  assert.equal((await machine.stele(['notarize', 'before.txt'])).code, 0);
  assert.equal((await backedUp(machine)).service, true);
  await examined(machine, /✓ The server answers at .*\n✓ Ready: chain \(commits\)/);
  assert.equal((await machine.stele(['notarize', 'lost.txt'])).code, 0);
  await server.kill();
  await examined(machine, /! The folder names the server .*, and nobody answers there/);
  const latest = machine.path('data', 'checkpoint');
  const target = ['--data', machine.path('new'), '--latest', latest, '--reason', 'the disk burnt'];
  const restored = await machine.stele(['restore', machine.path('backup'), ...target]);
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(
    restored.stdout,
    /entries after the backup are lost\.\nThe chain goes on as .*\/g1\./,
  );
  const environment = { STELE_DATA: machine.path('new') };
  const again = await machine.start(context, ['--data', machine.path('new')]);
  const recorded = await machine.stele(['notarize', 'after.txt'], environment);
  assert.equal(recorded.code, 0, recorded.stderr);
  const repeated = await machine.stele(['notarize', '--force', 'lost.txt'], environment);
  assert.equal(repeated.code, 0, 'what was lost is recorded again');
  await again.stop();
  const fingerprint = fingerprintIn(machine);
  for (const name of files) {
    const verified = await machine.stele(['verify', name, '--json'], environment);
    assert.equal(verified.code, 0, verified.stdout);
    const { assurance } = JSON.parse(verified.stdout) as {
      readonly assurance: { readonly lineage: number };
    };
    assert.equal(assurance.lineage, name === 'before.txt' ? 0 : 1, name);
  }
  await verifiedElsewhere(context, machine, { files: [...files], fingerprint });
});

async function examined(machine: Machine, expected: RegExp): Promise<void> {
  const { code, stdout } = await machine.stele(['doctor']);
  assert.equal(code, 0, stdout);
  assert.match(stdout, expected);
}

function fingerprintIn(machine: Machine): string {
  const manifest = readFileSync(machine.path('backup', 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly fingerprint: string }).fingerprint;
}

/** The independent verifier knows nothing of lineages but what the specification says. */
async function verifiedElsewhere(
  context: TestContext,
  machine: Machine,
  { files, fingerprint }: { readonly files: readonly string[]; readonly fingerprint: string },
): Promise<void> {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  for (const name of files) {
    const path = machine.path(name);
    const args = [verifierPath, path, `${path}.receipt.json`, '--trust', fingerprint];
    const { stdout } = await run(python, args);
    assert.match(stdout, /valid/i, name);
  }
}
