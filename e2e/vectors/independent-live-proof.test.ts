/** spec/verify.py on live proofs of a real node, whole and damaged: it finds what the TypeScript side finds. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { toHex, utf8 } from '@stele/base';
import { verifyLive } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { pythonForTest, verifierPath } from '../../tools/python.ts';
import { provenOutput } from './test/live-proofs.ts';

const run = promisify(execFile);
const DAMAGED = process.env['STELE_TEST_DEEP'] === '1' ? 200 : 12;

interface Report {
  readonly verdict: string;
  readonly row: { readonly live: boolean; readonly key: string; readonly atHeight: number } | null;
}

async function ask(python: string, args: readonly string[]): Promise<Report> {
  const { stdout } = await run(python, [verifierPath, ...args]).catch((error: unknown) => {
    return error as { readonly stdout: string };
  });
  return JSON.parse(stdout.slice(stdout.indexOf('\n\n'))) as Report;
}

interface Judges {
  readonly python: string;
  /** Where the proof is laid for it. */
  readonly path: string;
  readonly fingerprint: Uint8Array;
}

/** What the independent verifier says of a document, and what ours says. */
async function judged(
  { python, path, fingerprint }: Judges,
  bytes: Uint8Array,
): Promise<readonly [Report, Report]> {
  writeFileSync(path, bytes);
  const theirs = await ask(python, ['--live', path, '--trust', toHex(fingerprint)]);
  const { verdict, row } = verifyLive(bytes, { crypto: nodeCrypto, trusted: [fingerprint] });
  if (row === undefined) return [theirs, { verdict, row: null }];
  const { live, atHeight, key } = row;
  return [theirs, { verdict, row: { live, atHeight, key: toHex(key) } }];
}

/** Of a report, what both say in the same words. */
function factsOf({ verdict, row }: Report): readonly unknown[] {
  return row === null ? [verdict] : [verdict, row.live, row.key, row.atHeight];
}

void test('the independent verifier says of live proofs what ours says', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'stele-live-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { proofs, fingerprint } = await provenOutput(folder);
  const path = join(folder, 'proof.json');
  const both = (bytes: Uint8Array) => judged({ python, path, fingerprint }, bytes);
  for (const [i, proof] of proofs.entries()) {
    const [theirs, ours] = await both(utf8(JSON.stringify(proof)));
    assert.deepEqual(factsOf(theirs), factsOf(ours));
    assert.deepEqual(factsOf(ours).slice(0, 2), ['valid', i === 0]);
  }
  const whole = utf8(JSON.stringify(proofs[0]));
  for (let i = 0; i < DAMAGED; i++) {
    const damaged = whole.slice();
    const at = Math.floor(((i + 0.5) * whole.length) / DAMAGED);
    damaged[at] = (damaged[at] ?? 0) ^ (1 + (i % 7));
    const [theirs, ours] = await both(damaged);
    assert.deepEqual([theirs.verdict, ours.verdict], ['invalid', 'invalid'], `byte ${String(at)}`);
  }
  context.diagnostic(`cases: damaged live proofs ${String(DAMAGED)}`);
});
