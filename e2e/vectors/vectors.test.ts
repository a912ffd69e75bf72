/** spec/vectors against the TypeScript side: every case is run, and counted, so that none can be skipped silently. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { fromBase64, fromHex, isCoded, toHex } from '@stele/base';
import * as protocol from '@stele/protocol';
import { nodeCrypto, opensslCrypto, sodiumCrypto } from '@stele/protocol/node';
import { tokenVerifier } from '@stele/timestamp';
import { DECODERS } from './kinds.ts';
import { VECTORS_FOLDER, vectorFiles } from './make.ts';
import { suite } from './world.ts';

/** The fields of every kind of case; which are there, its kind says (spec/vectors/README.md). */
interface Case {
  readonly name: string;
  readonly bytes: string;
  readonly code: string;
  readonly fingerprint: string;
  readonly id: string;
  readonly algorithm: protocol.KeyAlgorithm;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly leaves: readonly string[];
  readonly inclusion: readonly { readonly index: number; readonly path: readonly string[] }[];
  readonly consistency: readonly { readonly oldSize: number; readonly path: readonly string[] }[];
  readonly what?: 'inclusion' | 'consistency';
  readonly index: number;
  readonly size: number;
  readonly leafHash: string;
  readonly path: readonly string[];
  readonly root: string;
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: string;
  readonly newRoot: string;
  readonly payload: string;
  readonly text: string;
  readonly origin: string;
  readonly receipt: string;
  readonly file?: string;
  readonly trusted: readonly string[];
  readonly authorities?: readonly string[];
  readonly timestamps?: string;
  readonly verdict: string;
  readonly step?: string;
}
interface VectorFile {
  readonly kind: string;
  readonly valid: readonly Case[];
  readonly invalid: readonly Case[];
}
interface Runner {
  readonly valid: (one: Case) => void | Promise<void>;
  readonly invalid: (one: Case) => void | Promise<void>;
}

const CRYPTOS = [protocol.portableCrypto, opensslCrypto, ...(sodiumCrypto ? [sodiumCrypto] : [])];
const hexes = (list: readonly string[]): Uint8Array[] => list.map((text) => fromHex(text));

function rejects(code: string, run: () => unknown): void {
  assert.throws(run, (error) => isCoded(error, code), `must be refused with ${code}`);
}

function structureRunner(kind: string): Runner | undefined {
  const decode = DECODERS[kind];
  return (
    decode && {
      valid: (one) => {
        decode(fromHex(one.bytes));
        checkDerived(kind, one);
      },
      invalid: (one) => {
        rejects(one.code, () => decode(fromHex(one.bytes)));
      },
    }
  );
}

function checkDerived(kind: string, one: Case): void {
  const bytes = fromHex(one.bytes);
  if (kind === 'cbor') assert.equal(toHex(protocol.encode(protocol.decode(bytes))), one.bytes);
  if (kind === 'charter') assert.equal(toHex(suite.H(bytes)), one.fingerprint);
  if (kind !== 'transaction') return;
  const { body } = protocol.decodeTransaction(bytes);
  assert.equal(toHex(protocol.transactionId(suite, fromHex(one.fingerprint), body)), one.id);
}

function verdictOfSignature(one: Case, expected: boolean): void {
  const signature = {
    algorithm: one.algorithm,
    key: fromHex(one.key),
    signature: fromHex(one.signature),
  };
  for (const crypto of CRYPTOS) {
    const verdict = protocol.verifySignature(crypto, signature, fromHex(one.message));
    assert.equal(verdict, expected, crypto.library);
  }
}

function checkTree(one: Case): void {
  const leaves = hexes(one.leaves).map((leaf) => protocol.leafHash(suite.H, leaf));
  assert.equal(toHex(protocol.rootOf(suite.H, leaves)), one.root);
  for (const { index, path } of one.inclusion) {
    assert.deepEqual(protocol.inclusionPath(suite.H, leaves, index).map(toHex), path);
  }
  for (const { oldSize, path } of one.consistency) {
    assert.deepEqual(protocol.consistencyPath(suite.H, leaves, oldSize).map(toHex), path);
  }
}

function holds(one: Case): boolean {
  const path = hexes(one.path);
  if (one.what === 'consistency') {
    return protocol.verifyConsistency(suite.H, {
      oldSize: one.oldSize,
      newSize: one.newSize,
      oldRoot: fromHex(one.oldRoot),
      newRoot: fromHex(one.newRoot),
      path,
    });
  }
  const { index, size } = one;
  const leafHash = fromHex(one.leafHash);
  const root = protocol.rootFromInclusion(suite.H, { index, size, leafHash, path });
  return root !== undefined && toHex(root) === one.root;
}

function checkPayload(one: Case): void {
  const shape = new protocol.Shape('PAYLOAD_MALFORMED');
  const payload = protocol.payloadFromCbor(shape.decode(fromHex(one.payload)), shape);
  const [root, count, bytes, kind] = shape.tuple(shape.decode(fromHex(one.root)), 4);
  const expected = {
    root: shape.bytes(root),
    count: shape.uint(count),
    bytes: shape.uint(bytes),
    kind: kind === 0 ? 'items' : 'blob',
  } as const;
  protocol.checkPayloads(suite, [expected], [payload]);
}

function checkReceipt(one: Case): void {
  for (const crypto of [protocol.portableCrypto, nodeCrypto]) {
    const verdict = verdictOfReceipt(one, crypto);
    const failed = verdict.steps.find(({ result }) => result === 'fail');
    const stamps = verdict.steps.find(({ name }) => name === 'timestamps');
    assert.deepEqual(
      { verdict: verdict.verdict, step: failed?.name, code: failed?.code },
      { verdict: one.verdict, step: one.step, code: one.step && one.code },
    );
    if (one.timestamps !== undefined) assert.equal(stamps?.code ?? 'pass', one.timestamps);
  }
}

function verdictOfReceipt(one: Case, crypto: protocol.Crypto): protocol.Verdict {
  const file = one.file === undefined ? undefined : fromHex(one.file);
  const receipt = fromBase64(one.receipt);
  const trustedCertificates = one.authorities && hexes(one.authorities);
  return protocol.verifyReceipt(receipt, {
    crypto,
    trusted: hexes(one.trusted),
    digests: file && new Map(([1, 2, 3] as const).map((id) => [id, crypto.hash(id, file)])),
    timestamps: trustedCertificates && tokenVerifier({ trustedCertificates }),
  });
}

const RUNNERS: Readonly<Record<string, Runner>> = {
  signature: {
    valid: (one) => {
      verdictOfSignature(one, true);
    },
    invalid: (one) => {
      verdictOfSignature(one, false);
    },
  },
  tree: {
    valid: checkTree,
    invalid: (one) => {
      assert.equal(holds(one), false);
    },
  },
  payload: {
    valid: checkPayload,
    invalid: (one) => {
      rejects(one.code, () => {
        checkPayload(one);
      });
    },
  },
  proof: {
    valid: (one) => {
      const { index, signed } = protocol.parseProof(one.text);
      const { origin, size } = signed.checkpoint;
      assert.deepEqual(
        { index, origin, size },
        { index: one.index, origin: one.origin, size: one.size },
      );
    },
    invalid: (one) => {
      rejects(one.code, () => protocol.parseProof(one.text));
    },
  },
  receipt: { valid: checkReceipt, invalid: checkReceipt },
};

/** Live bits are the kernel's; ledger/kernel runs that file. */
const ELSEWHERE = ['live.json'];

async function runFile(context: TestContext, name: string): Promise<void> {
  const file = JSON.parse(readFileSync(new URL(name, VECTORS_FOLDER), 'utf8')) as VectorFile;
  const runner = RUNNERS[file.kind] ?? structureRunner(file.kind);
  assert.ok(runner, `no runner for vectors of kind ${file.kind}`);
  for (const one of file.valid) await named(one, runner.valid);
  for (const one of file.invalid) await named(one, runner.invalid);
  context.diagnostic(`cases: vectors ${String(file.valid.length + file.invalid.length)}`);
}

async function named(one: Case, run: Runner['valid']): Promise<void> {
  try {
    await run(one);
  } catch (cause) {
    assert.fail(`vector "${one.name}": ${(cause as Error).message}`);
  }
}

const files = readdirSync(VECTORS_FOLDER).filter((name) => name.endsWith('.json'));

for (const name of files.filter((file) => !ELSEWHERE.includes(file))) {
  void test(`spec/vectors/${name}`, async (context) => {
    await runFile(context, name);
  });
}

void test('the vectors that are made are the ones checked in', () => {
  for (const [name, text] of vectorFiles()) {
    assert.equal(
      readFileSync(new URL(name, VECTORS_FOLDER), 'utf8'),
      text,
      `run: npm run vectors (${name})`,
    );
  }
});
