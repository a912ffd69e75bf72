/**
 * spec/verify.py, written from the specification alone, against the same vectors, and against receipts damaged at random on which
 * it must find the same step and code as the TypeScript side.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { toBase64, toHex, utf8 } from '@stele/base';
import {
  checkpointImprint,
  parseProof,
  type Receipt,
  receiptToCbor,
  receiptToJson,
  verifyReceipt,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { requestToken, tokenVerifier } from '@stele/timestamp';
import { LocalAuthority, opensslForTest, RSA_KEY } from '@stele/timestamp/test';
import { pythonForTest, verifierPath } from '../../tools/python.ts';
import { ROOT, tokenOf } from './authority.ts';
import { VECTORS_FOLDER } from './make.ts';
import { jointPlan } from './receipts.ts';
import { batchPlan, FILE, makeReceipt, soloPlan } from './made-receipt.ts';
import { seeded } from './world.ts';

const run = promisify(execFile);
const DAMAGED = process.env['STELE_TEST_DEEP'] === '1' ? 20_000 : 1_500;

interface Counted {
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

void test('the independent verifier agrees on every vector', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const folder = fileURLToPath(VECTORS_FOLDER);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const counts = files.map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Counted,
  );
  const sum = (key: keyof Counted): string =>
    String(counts.reduce((all, one) => all + one[key].length, 0));
  const { stdout } = await run(python, [verifierPath, '--vectors', folder]);
  assert.match(
    stdout,
    new RegExp(`total: ${sum('valid')} valid, ${sum('invalid')} invalid, 0 disagreeing`),
  );
  const chains = readdirSync(join(folder, 'chains'));
  const walked = [...stdout.matchAll(/^chains\/(\d+): [1-9]\d* blocks under rules /gm)];
  assert.deepEqual(
    walked.map(([, name]) => name),
    chains.toSorted(),
  );
  context.diagnostic(
    `cases: vectors by the independent verifier ${String(Number(sum('valid')) + Number(sum('invalid')))}`,
  );
});

/** A small generator, so that a failing run can be repeated from its seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function damage(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const at = random(bytes.length);
  const byte = bytes[at] ?? 0;
  switch (random(4)) {
    case 0:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
    case 1:
      return Uint8Array.from([...bytes.subarray(0, at), random(256), ...bytes.subarray(at)]);
    default:
      return bytes.map((old, i) => (i === at ? byte ^ (1 << random(8)) : old));
  }
}

const DIGESTS = new Map(([1, 2, 3] as const).map((id) => [id, nodeCrypto.hash(id, FILE)]));

const imprintOf = ({ proof }: Receipt): Uint8Array =>
  checkpointImprint(nodeCrypto, parseProof(proof).signed);

interface Sample {
  readonly bytes: Uint8Array;
  readonly fingerprint: Uint8Array;
}

/** Receipts in both forms, and ones whose token alone is damaged: a token is read by code of its own on either side. */
function samples(random: (below: number) => number): readonly (() => Sample)[] {
  const made = [makeReceipt(soloPlan()), makeReceipt(batchPlan(2))];
  const whole = made.flatMap(({ receipt, fingerprint }) =>
    [utf8(receiptToJson(receipt)), receiptToCbor(receipt)].map((bytes) => () => ({
      bytes: damage(bytes, random),
      fingerprint,
    })),
  );
  const stamped = made.flatMap(({ receipt, fingerprint }) => {
    const token = tokenOf({ imprint: imprintOf(receipt) });
    return [1, 1, 2].map((times) => () => {
      const damaged = Array.from({ length: times }).reduce<Uint8Array>(
        (one) => damage(one, random),
        token,
      );
      return { bytes: receiptToCbor({ ...receipt, timestamps: [damaged] }), fingerprint };
    });
  });
  return [...whole, ...stamped];
}

function damagedCase(name: string, { bytes, fingerprint }: Sample): DamagedCase {
  const { verdict, steps } = verifyReceipt(bytes, {
    crypto: nodeCrypto,
    digests: DIGESTS,
    trusted: [fingerprint],
    timestamps: tokenVerifier({ trustedCertificates: [ROOT] }),
  });
  const failed = steps.find(({ result }) => result === 'fail');
  const stamps = steps.find((step) => step.name === 'timestamps');
  return {
    name,
    receipt: toBase64(bytes),
    file: toHex(FILE),
    trusted: [toHex(fingerprint)],
    authorities: [toHex(ROOT)],
    timestamps: stamps?.code ?? 'pass',
    verdict,
    exit: { valid: 0, invalid: 1, incomplete: 4 }[verdict],
    ...(failed && { step: failed.name, code: failed.code }),
  };
}

type DamagedCase = Readonly<Record<string, unknown>>;

function damagedCases(seed: number): {
  readonly valid: readonly DamagedCase[];
  readonly invalid: readonly DamagedCase[];
} {
  const sources = samples(randomFrom(seed));
  const cases: DamagedCase[] = [];
  for (let i = 0; i < DAMAGED; i++) {
    const sample = sources[i % sources.length]?.();
    assert.ok(sample);
    cases.push(damagedCase(`damaged ${String(i)} of seed ${String(seed)}`, sample));
  }
  return {
    valid: cases.filter(({ verdict }) => verdict !== 'invalid'),
    invalid: cases.filter(({ verdict }) => verdict === 'invalid'),
  };
}

void test('both verifiers find the same fault in damaged receipts', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const seed = Date.now() >>> 0;
  context.diagnostic(`seed ${String(seed)}`);
  const folder = mkdtempSync(join(tmpdir(), 'stele-damaged-'));
  try {
    const file = {
      kind: 'receipt',
      spec: 'receipt.md#verification',
      ...damagedCases(seed),
    };
    writeFileSync(join(folder, 'receipt.json'), JSON.stringify(file));
    await run(python, [verifierPath, '--vectors', folder], { maxBuffer: 2 ** 26 }).catch(
      (error: unknown) => {
        assert.fail(String((error as { stdout?: string }).stdout));
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  context.diagnostic(`cases: damaged receipts, two verifiers ${String(DAMAGED)}`);
});

interface PythonRecord {
  readonly owner: string;
  readonly timeMs: number;
  readonly digests: Readonly<Record<string, string>>;
  readonly item: string;
}

void test('both verifiers name the same owner, time and digests', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const { receipt, fingerprint } = makeReceipt(jointPlan());
  const bytes = utf8(receiptToJson(receipt));
  const { record } = verifyReceipt(bytes, { crypto: nodeCrypto, trusted: [fingerprint] });
  assert.equal(record?.owner, `acc_${toHex(seeded('second account', 16))}`);
  const folder = mkdtempSync(join(tmpdir(), 'stele-owner-'));
  try {
    const path = join(folder, 'receipt.json');
    writeFileSync(path, bytes);
    const { stdout } = await run(python, [
      verifierPath,
      path,
      '--json',
      '--trust',
      toHex(fingerprint),
    ]);
    const other = (JSON.parse(stdout) as { record: PythonRecord }).record;
    const [digest] = Object.values(other.digests);
    assert.deepEqual(
      { owner: other.owner.split(' ').at(-1), timeMs: other.timeMs, digest, item: other.item },
      {
        owner: record.owner,
        timeMs: Date.parse(record.committedAt),
        digest: record.digests?.['sha-256'],
        item: record.id,
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

interface PythonReport {
  readonly verdict: string;
  readonly assurance: {
    readonly independentTime: { readonly authority: string; readonly timeMs: number } | null;
  };
}

for (const [name, options] of [
  ['P-256', {}],
  ['RSA', { key: RSA_KEY }],
] as const) {
  void test(`the independent verifier reads a token of openssl by ${name}`, async (context) => {
    const python = await pythonForTest(context);
    if (python === undefined || !opensslForTest(context)) return;
    const authority = await LocalAuthority.open(context, options);
    const { receipt, fingerprint } = makeReceipt(soloPlan());
    const random = { bytes: (count: number): Uint8Array => seeded('nonce', count) };
    const token = await requestToken({ url: authority.url, imprint: imprintOf(receipt), random });
    const path = join(authority.folder, 'receipt.json');
    writeFileSync(path, receiptToJson({ ...receipt, timestamps: [token] }));
    const report = async (...more: readonly string[]): Promise<PythonReport> => {
      const trust = ['--trust', toHex(fingerprint)];
      const { stdout } = await run(python, [verifierPath, path, '--json', ...trust, ...more]);
      return JSON.parse(stdout) as PythonReport;
    };
    const { verdict, assurance } = await report('--tsa', join(authority.folder, 'root.pem'));
    assert.equal(verdict, 'valid');
    assert.equal(assurance.independentTime?.authority, 'Local Authority');
    assert.ok(Math.abs(assurance.independentTime.timeMs - Date.now()) < 60_000);
    assert.equal((await report()).assurance.independentTime, null);
  });
}
