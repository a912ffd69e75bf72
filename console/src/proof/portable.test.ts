/** What verifies in a browser runs in a browser: nothing of Node in it, nothing that a plain-http page lacks, nothing that asks a network. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { build } from 'esbuild';

const SIZE_MAX = 180_000;

/** Without showing all of the code when it fails. */
function assertHasNone(code: string, pattern: RegExp): void {
  const found = pattern.exec(code);
  assert.equal(
    found?.[0],
    undefined,
    code.slice((found?.index ?? 0) - 80, (found?.index ?? 0) + 80),
  );
}

async function bundled(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    minify: true,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

for (const path of ['judge.ts', 'given/read-given.ts', 'hash/hash-worker.ts', 'desk/desk.ts']) {
  test(`${path} needs a browser and no more`, async () => {
    const code = await bundled(path);
    assert.ok(code.length > 1_000 && code.length < SIZE_MAX, `${String(code.length)} bytes`);
    assertHasNone(code, /["']node:|\brequire\(|(?<![.\w])Buffer\b|\bprocess\./);
    // Absent on plain-http addresses.
    assertHasNone(code, /\.subtle\b/);
    assertHasNone(code, /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/);
    assertHasNone(code, /\beval\(|new Function/);
  });
}

test('a module of Node would be noticed', async () => {
  const pathOfNode = '../../../core/protocol/src/node/index.ts';
  await assert.rejects(bundled(pathOfNode));
});
