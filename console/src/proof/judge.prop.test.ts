/** The page's verdict is the server's and the command line's: portable cryptography and native say the same of any receipt. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { fromBase64, fromHex } from '@stele/base';
import { makeReceipt, receiptOf, seeded } from '@stele/certificate/test';
import { type Receipt, receiptToCbor, type Verdict, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { tokenVerifier } from '@stele/timestamp';
import fc from 'fast-check';

import { digestBlob } from './hash/digest-blob.ts';
import { judge, type PageVerdict } from './judge.ts';

const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 5_000 : 150;
const note = { name: '合同.pdf', sizeBytes: 12, reference: 'A-1' };
const plan = { note, members: ['云锦博物馆', '市中级人民法院'] };
const forms = [makeReceipt(plan), receiptToCbor(receiptOf(plan))];
const digests = new Map([[1, seeded('file')]] as const);
const fingerprint: string | undefined = verifyReceipt(makeReceipt(plan), {
  crypto: nodeCrypto,
  trusted: [],
}).chain?.fingerprint;
assert.ok(fingerprint !== undefined);

function bare(page: PageVerdict): Verdict {
  const { stamps, compared, trustedBy, isOtherChain, ...verdict } = page;
  assert.ok(Array.isArray(stamps) && typeof compared === 'object');
  assert.deepEqual([trustedBy, typeof isOtherChain], ['server', 'boolean']);
  return verdict;
}

function native(receipt: Uint8Array, trusted: readonly string[]): Verdict {
  const timestamps = tokenVerifier({ trustedCertificates: [] });
  return verifyReceipt(receipt, {
    crypto: nodeCrypto,
    digests,
    timestamps,
    trusted: trusted.map((one) => fromHex(one)),
  });
}

test('a whole receipt: valid under its own chain, incomplete under none or another', () => {
  for (const receipt of forms) {
    const cases: readonly (readonly [trusted: readonly string[], expected: string])[] = [
      [[fingerprint], 'valid'],
      [[], 'incomplete'],
      [['00'.repeat(32)], 'incomplete'],
    ];
    for (const [trusted, expected] of cases) {
      const verdict = judge({ receipt, digests, trusted });
      assert.equal(verdict.verdict, expected);
      assert.deepEqual(bare(verdict), native(receipt, trusted));
    }
  }
});

test('damaged receipts: the same verdict, step by step', (context) => {
  const edit = fc.record({ at: fc.nat(), byte: fc.nat(255), form: fc.nat(1) });
  fc.assert(
    fc.property(edit, ({ at, byte, form }) => {
      const receipt = Uint8Array.from(forms[form] ?? []);
      receipt[at % receipt.length] = byte;
      const verdict = judge({ receipt, digests, trusted: [fingerprint] });
      assert.deepEqual(bare(verdict), native(receipt, [fingerprint]));
    }),
    { numRuns: RUNS },
  );
  context.diagnostic(`cases: damaged receipts, portable and native ${String(RUNS)}`);
});

test('any bytes are judged and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (receipt) => {
      const verdict = judge({ receipt, digests, trusted: [] });
      assert.equal(verdict.verdict, 'invalid');
    }),
    { numRuns: RUNS },
  );
});

test('a file that is another: both digests, by their names', () => {
  const other = new Map([[1, seeded('another file')]] as const);
  const { verdict, compared, steps } = judge({
    receipt: makeReceipt(plan),
    digests: other,
    trusted: [fingerprint],
  });
  assert.equal(verdict, 'invalid');
  assert.equal(steps.find(({ result }) => result === 'fail')?.code, 'DIGEST_MISMATCH');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  assert.deepEqual(compared['file'], [
    { what: 'sha-256', computed: hex(seeded('another file')), stated: hex(seeded('file')) },
  ]);
});

test('hostile receipts are refused in time', () => {
  const deep = `{"type":"stele-receipt/v1","item":${'['.repeat(400_000)}`;
  const many = `{"type":"stele-receipt/v1",${'"a":1,'.repeat(150_000)}"b":1}`;
  const large = `{"type":"stele-receipt/v1","entry":"${'A'.repeat(10_000_000)}"}`;
  const started = performance.now();
  for (const text of [deep, many, large]) {
    const { verdict, steps } = judge({ receipt: Buffer.from(text), trusted: [] });
    assert.equal(verdict, 'invalid');
    assert.equal(steps[0]?.code, 'RECEIPT_MALFORMED');
  }
  assert.ok(performance.now() - started < 10_000);
});

interface Vector {
  readonly name: string;
  readonly receipt: string;
  readonly file?: string;
  readonly trusted: readonly string[];
  readonly verdict: string;
  readonly code?: string;
  readonly timestamps?: string;
}

function vectors(kind: string): readonly Vector[] {
  const path = new URL(`../../../spec/vectors/${kind}.json`, import.meta.url);
  const { valid, invalid } = JSON.parse(readFileSync(path, 'utf8')) as Readonly<
    Record<'valid' | 'invalid', readonly Vector[]>
  >;
  return [...valid, ...invalid];
}

test("the specification's receipts, all of them", async (context) => {
  const all = vectors('receipt');
  for (const { name, receipt, file, trusted, verdict, code } of all) {
    const blob = file === undefined ? undefined : new Blob([Uint8Array.from(fromHex(file))]);
    const found = judge({
      receipt: fromBase64(receipt),
      digests: blob && (await digestBlob(blob, [1, 2, 3])),
      trusted,
    });
    assert.equal(found.verdict, verdict, name);
    if (verdict === 'invalid') {
      assert.equal(found.steps.find(({ result }) => result === 'fail')?.code, code, name);
    }
  }
  assert.ok(all.length > 100);
  context.diagnostic(`cases: receipts of the specification in a page ${String(all.length)}`);
});

test('timestamps that hold are told with authority and time, and trusted by nobody', () => {
  const [stamped] = vectors('timestamp');
  assert.ok(stamped?.timestamps === 'pass');
  const found = judge({ receipt: fromBase64(stamped.receipt), trusted: stamped.trusted });
  assert.equal(found.verdict, 'valid');
  assert.equal(found.assurance?.independentTime, null);
  const step = found.steps.find(({ name }) => name === 'timestamps');
  assert.equal(step?.code, 'TIMESTAMP_AUTHORITY_UNKNOWN');
  assert.equal(found.stamps.length, 1);
  const [stamp] = found.stamps;
  assert.match(stamp?.at ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.ok((stamp?.authority ?? '') !== '');
});

test('a timestamp that does not hold makes the receipt invalid, whoever trusts whom', () => {
  const extra: Partial<Receipt> = { timestamps: [fromBase64('AAAA')] };
  const receipt = receiptToCbor(receiptOf({ ...plan, extra }));
  const { stamps, steps, verdict } = judge({ receipt, trusted: [fingerprint] });
  assert.equal(verdict, 'invalid');
  assert.deepEqual(stamps, []);
  const step = steps.find(({ name }) => name === 'timestamps');
  assert.equal(step?.code, 'TIMESTAMP_MALFORMED');
});
