/** The first minute of somebody who has read only the README: start, notarise, stop, verify, doubt, trust. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pythonForTest, verifierPath } from '../../tools/python.ts';
import { type Finished, Machine } from './product.ts';

async function verifyInPython(python: string, args: readonly string[]): Promise<Finished> {
  return await new Promise((resolve) => {
    execFile(python, [verifierPath, ...args], (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, stdout, stderr });
    });
  });
}

function fingerprintIn(text: string): string {
  const [fingerprint] = /[0-9a-f]{64}/.exec(text) ?? [];
  assert.ok(fingerprint, `no fingerprint in: ${text}`);
  return fingerprint;
}

void test('a file is notarised, and verified without the server, on this machine and another', async (context) => {
  const machine = new Machine(context);
  const file = machine.path('合同 contract.pdf');
  writeFileSync(file, 'the text of a contract\n');
  const server = await machine.start(context);
  const notarized = await machine.stele(['notarize', file]);
  assert.equal(notarized.code, 0, notarized.stderr);
  const receipt = `${file}.receipt.json`;
  assert.equal(notarized.stdout.trim(), receipt, 'in a pipe only the path');
  const stopped = await server.stop();
  assert.equal(stopped.code, 0, stopped.stderr);

  const verified = await machine.stele(['verify', file]);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);

  const stranger = new Machine(context);
  const copy = stranger.path('contract.pdf');
  copyFileSync(file, copy);
  copyFileSync(receipt, `${copy}.receipt.json`);
  const doubted = await stranger.stele(['verify', copy]);
  assert.equal(doubted.code, 4, doubted.stdout + doubted.stderr);
  const fingerprint = fingerprintIn(doubted.stdout + doubted.stderr);
  assert.equal((await stranger.stele(['verify', copy, '--trust', fingerprint])).code, 0);
  assert.equal((await stranger.stele(['verify', copy, '--trust', '0'.repeat(64)])).code, 4);
  assert.equal(
    (await stranger.stele(['verify', copy, '--trust', fingerprint.slice(0, 32)])).code,
    2,
  );
  const any = await stranger.stele(['verify', copy, '--trust', 'any']);
  assert.equal(any.code, 0);
  assert.match(any.stdout + any.stderr, /any/, 'it says that any chain was accepted');
  assert.equal((await stranger.stele(['trust', 'add', fingerprint])).code, 0);
  assert.equal((await stranger.stele(['verify', copy])).code, 0);

  const python = await pythonForTest(context);
  if (python !== undefined) {
    const own = [copy, `${copy}.receipt.json`];
    assert.equal((await verifyInPython(python, [...own, '--trust', fingerprint])).code, 0);
    assert.equal((await verifyInPython(python, own)).code, 4);
  }

  writeFileSync(copy, 'the text of a contracT\n');
  const changed = await stranger.stele(['verify', copy, '--json']);
  assert.equal(changed.code, 1);
  const verdict = JSON.parse(changed.stdout) as {
    steps: { name: string; result: string; code?: string }[];
  };
  assert.deepEqual(
    verdict.steps.filter(({ result }) => result === 'fail').map(({ name, code }) => [name, code]),
    [['file', 'DIGEST_MISMATCH']],
  );
  if (python !== undefined) {
    const again = await verifyInPython(python, [
      copy,
      `${copy}.receipt.json`,
      '--trust',
      fingerprint,
    ]);
    assert.equal(again.code, 1);
  }
});

void test('a restart goes on where it stopped, and secrets are for their owner only', async (context) => {
  const machine = new Machine(context);
  writeFileSync(machine.path('a.txt'), 'a');
  writeFileSync(machine.path('b.txt'), 'b');
  const first = await machine.start(context);
  assert.equal((await machine.stele(['notarize', 'a.txt'])).code, 0);
  assert.equal((await first.stop()).code, 0);
  const second = await machine.start(context);
  assert.equal((await machine.stele(['notarize', 'b.txt'])).code, 0);
  assert.equal((await second.stop()).code, 0);
  for (const name of ['a.txt', 'b.txt']) {
    assert.equal((await machine.stele(['verify', name])).code, 0);
  }
  assert.equal((await machine.stele(['ledger', 'check'])).code, 0);
  for (const secret of [
    'admin.key',
    'keys/organisation.key',
    'keys/operator.key',
    'keys/log.key',
    'keys/cosigner.key',
  ]) {
    assert.equal(statSync(machine.path('data', secret)).mode & 0o777, 0o600, secret);
  }
  const key = readFileSync(machine.path('data', 'admin.key'), 'utf8').trim();
  assert.ok(!`${first.output}${second.output}`.includes(key), 'the key is never printed');
});

void test('many files in one go', async (context) => {
  const machine = new Machine(context);
  const names = Array.from({ length: 25 }, (_, i) => `file-${String(i)}.txt`);
  for (const name of names) writeFileSync(machine.path(name), `content of ${name}`);
  const server = await machine.start(context);
  const notarized = await machine.stele(['notarize', ...names]);
  assert.equal(notarized.code, 0, notarized.stderr);
  assert.equal(notarized.stdout.trim().split('\n').length, names.length);
  await server.stop();
  for (const name of names.slice(0, 5)) {
    assert.ok(existsSync(machine.path(`${name}.receipt.json`)));
    assert.equal((await machine.stele(['verify', name])).code, 0);
  }
});
