/**
 * Receipts in foreign forms, given to verifiers that are not ours (main.go beside this file): COSE Receipts by veraison/go-cose and
 * transparency-dev/merkle, .tlog-proof texts by filippo.io/torchwood under the policy that the node serves.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { utf8 } from '@stele/base';
import { coseKeySet, coseReceipt, tlogProof } from '@stele/evidence/forms';
import { openNode, operatorAccount } from '@stele/node';
import { type LedgerApi, type Receipt, suiteOf } from '@stele/protocol';
import { generateSigner, nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { connect, recordMany } from '@stele/sdk';

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
const nothing = (): void => undefined;
const quietLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The built verifier; undefined after skipping the test where Go or its modules cannot be had. */
async function verifierForTest(context: TestContext): Promise<string | undefined> {
  const binary = `${CACHE}/foreign-receipts`;
  mkdirSync(CACHE, { recursive: true });
  try {
    await run('go', ['build', '-o', binary, '.'], { cwd: SOURCE });
    return binary;
  } catch (error) {
    const reason = `the Go verifier cannot be built: ${(error as Error).message.slice(0, 200)}`;
    assert.notEqual(process.env['CI'], 'true', reason);
    context.skip(reason);
    return undefined;
  }
}

interface Recorded {
  readonly folder: string;
  readonly api: LedgerApi;
  /** One of a single record, some of a batch. */
  readonly receipts: readonly Receipt[];
}

/** A node with records, until the test ends. */
async function recordedLedger(context: TestContext): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-foreign-'));
  const dataFolder = join(folder, 'data');
  const node = await openNode({ dataFolder, log: quietLog, verifierThreads: 1 });
  context.after(async () => {
    await node.close();
    rmSync(folder, { recursive: true });
  });
  const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
  const account = operatorAccount(suiteOf('intl', nodeCrypto), signer.publicKey);
  const ledger = await connect({ api: node.api, crypto: nodeCrypto });
  const owner = { account, signers: [signer] };
  const receipts: Receipt[] = [];
  for (const count of [1, 5, 1]) {
    const inputs = Array.from({ length: count }, (_, i) => ({
      digests: new Map([[1 as const, nodeCrypto.hash(1, utf8(`file ${String(i)}`))]]),
      note: { name: '合同.pdf' },
    }));
    const recorded = await recordMany(ledger, owner, inputs);
    receipts.push(...recorded.slice(0, 2).map(({ receipt }) => receipt));
  }
  return { folder, api: node.api, receipts };
}

/** Writes the files and has them verified; what the verifier printed. */
async function verified(
  verifier: string,
  folder: string,
  form: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const paths = Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
  const { stdout } = await run(verifier, [form, ...paths]);
  return stdout;
}

for (const algorithm of [1, 2] as const) {
  const name = algorithm === 1 ? 'Ed25519' : 'P-256';
  void test(`go-cose and transparency-dev/merkle verify COSE receipts by ${name}`, async (context) => {
    const verifier = await verifierForTest(context);
    if (verifier === undefined) return;
    const { folder, receipts } = await recordedLedger(context);
    const { signer } = generateSigner(algorithm);
    const { signer: another } = generateSigner(algorithm);
    const claims = { issuer: 'https://evidence.example', subject: 'urn:stele:record' };
    for (const receipt of receipts) {
      const cose = coseReceipt(receipt, { signer, ...claims });
      const keys = coseKeySet(another, signer);
      const { entry } = receipt;
      const told = await verified(verifier, folder, 'cose', { cose, keys, entry });
      assert.match(
        told,
        /^ok: entry \d+ is in a tree of \d+; [1-9]\d{2,} changed bytes refused\n$/,
      );
      await assert.rejects(
        verified(verifier, folder, 'cose', { cose, keys: coseKeySet(another), entry }),
        /no key of that identifier/,
      );
      const forged = coseReceipt(receipt, {
        signer: { ...signer, sign: (message) => another.sign(message) },
        ...claims,
      });
      await assert.rejects(verified(verifier, folder, 'cose', { cose: forged, keys, entry }));
    }
  });
}

void test('torchwood verifies .tlog-proof texts under the policy the node serves', async (context) => {
  const verifier = await verifierForTest(context);
  if (verifier === undefined) return;
  const { folder, api, receipts } = await recordedLedger(context);
  const policy = await api.log('policy');
  for (const receipt of receipts) {
    const files = { proof: tlogProof(receipt), policy, entry: receipt.entry };
    const told = await verified(verifier, folder, 'tlog-proof', files);
    assert.match(
      told,
      /^ok: .* (?!0 )\d+ bytes of extra data; [1-9]\d{2,} changed bytes refused\n$/,
    );
    const other = receipts.find(({ entry }) => Buffer.compare(entry, receipt.entry) !== 0);
    assert.ok(other);
    await assert.rejects(
      verified(verifier, folder, 'tlog-proof', { ...files, entry: other.entry }),
    );
  }
});
