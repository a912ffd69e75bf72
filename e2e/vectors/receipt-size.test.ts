/** How large a short receipt is: item of a batch of 10 000, log of 10^8 entries, without note (spec/receipt.md). */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, toBase64 } from '@stele/base';
import { payloadRootOf, type Receipt, receiptToCbor, receiptToJson } from '@stele/protocol';
import { batchPlan, makeReceipt } from './made-receipt.ts';
import { organisation, seeded, suite } from './world.ts';

const LOG_HASHES = 27; // ceil(log2(10^8))
const ITEM_HASHES = 14; // ceil(log2(10^4))

/** A receipt with the paths that a log of 10^8 entries and a batch of 10 000 have. */
function grown(members: readonly string[]): Receipt {
  const organisations = members.map((name) => organisation(name));
  const { receipt } = makeReceipt({
    ...batchPlan(3),
    organisations,
    charter: { threshold: members.length },
  });
  const hashes = Array.from({ length: LOG_HASHES }, (_, i) => `${toBase64(seeded(String(i)))}\n`);
  const proof = receipt.proof
    .replace(/index 3\n(?:.+\n)*/, `index 99999999\n${hashes.join('')}`)
    .replace('\n7\n', '\n100000000\n');
  const path = concat(
    ...Array.from({ length: ITEM_HASHES }, (_, i) => seeded(`item/${String(i)}`)),
  );
  assert.ok(receipt.item);
  return { ...receipt, proof, item: { ...receipt.item, index: 9_999, path } };
}

void test('at most 4 KB with one signer, 6 KB with four', (context) => {
  assert.equal(payloadRootOf(suite, { kind: 'items', items: [seeded('x')] }).count, 1);
  for (const [members, bytesMax] of [
    [['operator'], 4_096],
    [['bank-of-somewhere', 'court-of-somewhere', 'notary-of-somewhere', 'platform'], 6_144],
  ] as const) {
    const receipt = grown(members);
    const compact = JSON.stringify(JSON.parse(receiptToJson(receipt))).length;
    const cbor = receiptToCbor(receipt).length;
    context.diagnostic(
      `${String(members.length)} signer(s): JSON ${String(compact)}, CBOR ${String(cbor)} bytes`,
    );
    assert.ok(compact <= bytesMax, `${String(compact)} bytes`);
  }
});
