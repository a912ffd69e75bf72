/** spec/verify.py on live proofs of a real node, whole and damaged: it finds what the TypeScript side finds. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { toHex, utf8 } from '@stele/base';
import { openNode, operatorAccount } from '@stele/node';
import { type LiveProof, suiteOf, verifyLive } from '@stele/protocol';
import { generateSigner, nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { connect } from '@stele/sdk';
import { AssetBench, inputOf, newOutput, transfer } from '@stele/sdk/conformance';
import { pythonForTest, verifierPath } from '../../tools/python.ts';

const run = promisify(execFile);
const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const DAMAGED = process.env['STELE_TEST_DEEP'] === '1' ? 200 : 12;

interface Proven {
  readonly proofs: readonly LiveProof[];
  readonly fingerprint: Uint8Array;
}

/** Proofs of one output: before and after it was spent. */
async function proven(context: TestContext, folder: string): Promise<Proven> {
  const dataFolder = join(folder, 'data');
  const node = await openNode({ dataFolder, log, verifierThreads: 0 });
  context.after(() => node.close());
  const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
  const suite = suiteOf('intl', nodeCrypto);
  const operator = { account: operatorAccount(suite, signer.publicKey), signers: [signer] };
  const newSigner = () => generateSigner().signer;
  const bench = await AssetBench.open({ api: node.api, suite, operator, newSigner });
  const [note] = await bench.issue(bench.alice, [5]);
  assert.ok(note !== undefined);
  const before = await node.api.liveProof({ output: note.id });
  await bench.done(transfer(bench.alice, [inputOf(note)], [newOutput(5, bench.bob)]));
  const after = await node.api.liveProof({ output: note.id });
  const { fingerprint } = (await connect({ api: node.api, crypto: nodeCrypto })).chain;
  return { proofs: [before, after], fingerprint };
}

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
  const { proofs, fingerprint } = await proven(context, folder);
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
