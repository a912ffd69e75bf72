/** Receipts in foreign forms: their bytes against the standards' own examples, and what is left out of a redacted one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, equal, fromHex, isCoded, toHex } from '@stele/base';
import {
  decode,
  encode,
  parseProof,
  parseReceipt,
  receiptToCbor,
  verifyReceipt,
} from '@stele/protocol';
import { generateSigner, nodeCrypto } from '@stele/protocol/node';
import { ledgerBench } from '../timestamps/test/ledger-bench.ts';
import { labels } from './cose-cbor.ts';
import { coseKeySet, keyIdentifier } from './cose-key.ts';
import { coseReceipt } from './cose-receipt.ts';
import { receiptForm, RECEIPT_FORMS, redacted } from './receipt-form.ts';
import { tlogProof } from './tlog-proof.ts';

const ISSUER = 'https://evidence.example';

void test('RFC 9679, section 6: the thumbprint of the example key', () => {
  const x = fromHex('65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d');
  const y = fromHex('1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c');
  const publicKey = concat(Uint8Array.of(4), x, y);
  const signer = { ...generateSigner(2).signer, publicKey };
  assert.equal(
    toHex(keyIdentifier(signer)),
    '496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec',
  );
});

void test('RFC 8949, 4.2.1: labels in the order of their encodings', () => {
  const map = labels([
    [-1, 'd'],
    [395, 'c'],
    [24, 'b'],
    [1, 'a'],
  ]);
  assert.equal(toHex(map.encoded), 'a401616118186162' + '19018b6163' + '206164');
});

void test('RFC 9942, 5.2.1: the parts of a COSE receipt', async (context) => {
  const bench = await ledgerBench(context);
  const receipt = await bench.record();
  const { signer } = generateSigner();
  const cose = coseReceipt(receipt, { signer, issuer: ISSUER, subject: 'urn:x' });
  assert.equal(cose[0], 0xd2, 'tag 18');
  assert.equal(cose[1], 0x84, 'four parts');
  const { index, path, signed } = parseProof(receipt.proof);
  const proof = encode([signed.checkpoint.size, index, path]);
  const text = toHex(cose);
  assert.ok(text.includes(`a119018ca12081${toHex(encode(proof))}f6`), 'vdp, then no payload');
  assert.ok(
    text.includes(`0fa201${toHex(encode(ISSUER))}02${toHex(encode('urn:x'))}`),
    'CWT claims',
  );
  assert.ok(text.includes(`045820${toHex(keyIdentifier(signer))}`), 'kid');
  assert.ok(text.includes('19018b01'), 'vds 1');
  assert.ok(toHex(coseKeySet(signer)).startsWith('81a5010102582'), 'a set of one OKP key with kid');
});

void test('.tlog-proof: the proof of the receipt, and the record in its extra line', async (context) => {
  const bench = await ledgerBench(context);
  const receipt = await bench.record();
  const { item } = receipt;
  assert.ok(item);
  const { extra, ...proof } = parseProof(tlogProof(receipt));
  assert.deepEqual(proof, parseProof(receipt.proof));
  assert.ok(extra);
  assert.deepEqual(decode(extra), [item.call, item.index, item.bytes, item.path]);
  const { item: left, ...transactionOnly } = receipt;
  assert.ok(left);
  assert.equal(
    tlogProof(transactionOnly),
    receipt.proof,
    'without a record there is no extra line',
  );
  assert.throws(
    () => tlogProof({ ...receipt, proof: 'text' }),
    (error) => isCoded(error, 'PROOF_MALFORMED'),
  );
});

void test('the forms: each with its own name, media type and suffix', () => {
  assert.deepEqual(
    RECEIPT_FORMS.map(({ suffix }) => suffix),
    ['.json', '.cbor', '.cose', '.tlog-proof', '.pdf'],
  );
  assert.equal(new Set(RECEIPT_FORMS.map(({ mediaType }) => mediaType)).size, RECEIPT_FORMS.length);
  for (const form of RECEIPT_FORMS) {
    assert.equal(receiptForm(form.name), form);
    assert.ok(form.contentType.startsWith(form.mediaType));
  }
  assert.equal(receiptForm('xml'), undefined);
});

void test('a redacted receipt verifies, and no byte of what was left out is in it', async (context) => {
  const bench = await ledgerBench(context);
  const note = { name: '合同-secret.pdf', reference: 'A-7' };
  const receipt = await bench.record({ note, salted: true });
  assert.ok(receipt.note && receipt.digestSalt);
  const verdictOf = (bytes: Uint8Array): string =>
    verifyReceipt(bytes, { crypto: nodeCrypto, trusted: [bench.fingerprint] }).verdict;
  const withoutNote = receiptToCbor(redacted(receipt, ['note']));
  const bare = receiptToCbor(redacted(receipt, ['note', 'digest-salt']));
  for (const bytes of [withoutNote, bare]) {
    assert.equal(verdictOf(bytes), 'valid');
    const text = Buffer.from(bytes).toString('latin1');
    assert.ok(!text.includes(Buffer.from(receipt.note.bytes).toString('latin1')));
    assert.ok(!text.includes(Buffer.from(receipt.note.salt).toString('latin1')));
  }
  const kept = parseReceipt(withoutNote).digestSalt;
  assert.ok(kept && equal(kept, receipt.digestSalt), 'the file can still be compared');
  assert.equal(parseReceipt(bare).digestSalt, undefined);
  assert.deepEqual(redacted(receipt, []), receipt);
});
