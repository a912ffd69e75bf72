import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { isCoded, toHex, utf8 } from '@stele/base';
import { parseReceipt, receiptToCbor, receiptToJson } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { certificateAddress, makeCertificate, receiptInCertificate } from './index.ts';
import { makeCertificates } from './test/certificates.ts';
import { makeReceipt, receiptOf } from './test/make-receipt.ts';
import { DRAWINGS_WAITING_MAX } from './thread/drawing-thread.ts';

const options = { crypto: nodeCrypto };
const made = await makeCertificates();
const SIZE_MAX = 150_000;

interface ReceiptVectors {
  readonly valid: readonly { readonly name: string; readonly receipt: string }[];
  readonly invalid: readonly {
    readonly name: string;
    readonly receipt: string;
    readonly step: string;
  }[];
}

const vectorsUrl = new URL('../../../spec/vectors/receipt.json', import.meta.url);
const vectors = JSON.parse(readFileSync(vectorsUrl, 'utf8')) as ReceiptVectors;
const bytesOf = ({ receipt }: { readonly receipt: string }): Uint8Array =>
  Uint8Array.from(Buffer.from(receipt, 'base64'));

test('a certificate carries its receipt byte for byte, and one in CBOR form as JSON', async () => {
  for (const { name, receipt, pdf } of made) {
    const isJson = receipt[0] === 0x7b;
    const expected = isJson ? receipt : utf8(receiptToJson(parseReceipt(receipt)));
    assert.equal(toHex(await receiptInCertificate(pdf)), toHex(expected), name);
  }
});

test('the same receipt gives the same bytes', async () => {
  const again = await makeCertificates();
  made.forEach(({ name, pdf }, i) => {
    assert.equal(toHex(pdf), toHex(again[i]?.pdf ?? new Uint8Array()), name);
  });
});

test('an ordinary certificate is small enough to send around', () => {
  for (const { name, pdf } of made) {
    const isOrdinary = !/long|many/.test(name);
    if (isOrdinary) assert.ok(pdf.length < SIZE_MAX, `${name}: ${String(pdf.length)} bytes`);
  }
});

test('the JSON and the CBOR form of one receipt give one certificate', async () => {
  const receipt = receiptOf({ note: { name: '合同.pdf' } });
  const json = await makeCertificate(utf8(receiptToJson(receipt)), options);
  const cbor = await makeCertificate(receiptToCbor(receipt), options);
  assert.equal(toHex(json), toHex(cbor));
});

test('every receipt of the vectors that does not check is refused', async (t) => {
  // These two steps judge what a reader has beside the receipt: a file, certificates of time authorities.
  const alone = vectors.invalid.filter(({ step }) => step !== 'file' && step !== 'timestamps');
  assert.ok(alone.length > 0);
  for (const vector of alone) {
    await assert.rejects(
      makeCertificate(bytesOf(vector), options),
      (error) => isCoded(error, 'RECEIPT_INVALID'),
      vector.name,
    );
  }
  t.diagnostic(`cases: invalid receipts ${String(alone.length)}`);
});

test('of those that check, every one of a record gets a certificate', async () => {
  for (const vector of vectors.valid) {
    const bytes = bytesOf(vector);
    const certificate = makeCertificate(bytes, options);
    if (parseReceipt(bytes).item === undefined) {
      await assert.rejects(certificate, (error) => isCoded(error, 'RECEIPT_NOT_OF_RECORD'));
    } else {
      assert.ok((await certificate).length > 0, vector.name);
    }
  }
});

test('what is no receipt at all is refused', async () => {
  for (const bytes of [new Uint8Array(), utf8('{}'), utf8('%PDF-1.7'), Uint8Array.of(0xff)]) {
    await assert.rejects(makeCertificate(bytes, options), (error) =>
      isCoded(error, 'RECEIPT_INVALID'),
    );
  }
});

test('more at once than may wait: the rest is refused for the moment, none is lost', async () => {
  const count = DRAWINGS_WAITING_MAX + 8;
  const receipt = makeReceipt();
  const settled = await Promise.allSettled(
    Array.from({ length: count }, () => makeCertificate(receipt, options)),
  );
  const refused = settled.filter((one) => one.status === 'rejected');
  assert.equal(refused.length, 8);
  for (const { reason } of refused) {
    assert.ok(isCoded(reason, 'CERTIFICATE_BUSY') && reason.retryable);
  }
  assert.ok((await makeCertificate(receipt, options)).length > 0);
});

test('the address is of the public server, or names chain and record', () => {
  const record = { fingerprint: 'ab'.repeat(32), id: `ev_${'0'.repeat(32)}` };
  const path = `/look-up?id=${record.id}`;
  for (const url of ['https://a.example', 'https://a.example/', 'https://a.example//']) {
    assert.deepEqual(certificateAddress(record, url), {
      kind: 'web',
      text: `https://a.example${path}`,
    });
  }
  for (const url of [undefined, '']) {
    assert.deepEqual(certificateAddress(record, url), {
      kind: 'offline',
      text: `stele:${record.fingerprint}/${record.id}`,
    });
  }
});
