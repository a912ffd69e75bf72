/**
 * The served log read by a client that is not ours: golang.org/x/mod/sumdb (note and tlog), in e2e/c2sp-client. It knows nothing of
 * Stele: checkpoint, tiles, entry bundles, inclusion, consistency, and a .tlog-proof.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Machine } from './product.ts';

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL('../c2sp-client', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
const FILES = 300;

/** The built client; undefined after skipping the test where Go cannot be had. */
async function clientForTest(context: TestContext): Promise<string | undefined> {
  const binary = `${CACHE}/c2sp-client`;
  mkdirSync(CACHE, { recursive: true });
  try {
    await run('go', ['build', '-o', binary, '.'], { cwd: CLIENT });
    return binary;
  } catch (error) {
    const reason = `the Go client cannot be built: ${(error as Error).message.slice(0, 200)}`;
    assert.notEqual(process.env['CI'], 'true', reason);
    context.skip(reason);
    return undefined;
  }
}

void test('golang.org/x/mod/sumdb follows the log', async (context) => {
  const client = await clientForTest(context);
  if (client === undefined) return;
  const machine = new Machine(context);
  const server = await machine.start(context);
  const text = async (path: string): Promise<string> =>
    await (await fetch(`${server.address}${path}`)).text();
  const names = Array.from({ length: FILES }, (_, i) => `f${String(i)}.txt`);
  for (const name of names) writeFileSync(machine.path(name), name);

  const [verifierKey] = (await text('/log/main/vkeys')).trim().split('\n');
  assert.ok(verifierKey);
  assert.equal((await machine.stele(['notarize', ...names.slice(0, 3)])).code, 0);
  const older = machine.path('older-checkpoint');
  writeFileSync(older, await text('/log/main/checkpoint'));
  for (const name of names.slice(3, 10)) {
    assert.equal((await machine.stele(['notarize', name])).code, 0);
  }
  const { stdout } = await run(client, [`${server.address}/log/main`, verifierKey, older]);
  assert.match(stdout, /^ok: /m);

  const [evidence] = names;
  const receipt = JSON.parse(
    readFileSync(machine.path(`${evidence ?? ''}.receipt.json`), 'utf8'),
  ) as { proof: string; entry: string };
  writeFileSync(machine.path('proof'), receipt.proof);
  writeFileSync(machine.path('entry'), Buffer.from(receipt.entry, 'base64url'));
  const proof = await run(client, [
    'proof',
    machine.path('proof'),
    verifierKey,
    machine.path('entry'),
  ]);
  assert.match(proof.stdout, /^ok/m);
  writeFileSync(machine.path('entry'), 'another entry');
  await assert.rejects(
    run(client, ['proof', machine.path('proof'), verifierKey, machine.path('entry')]),
  );
});
