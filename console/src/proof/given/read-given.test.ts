/** What readers drop, told apart by content: receipts, certificates, files, and things that pretend. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded, toHex } from '@stele/base';
import { makeCertificate } from '@stele/certificate';
import { makeReceipt, receiptOf } from '@stele/certificate/test';
import { receiptToCbor } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { readGiven } from './read-given.ts';

const receipt = makeReceipt();
const certificate = await makeCertificate(receipt, { crypto: nodeCrypto });

function fileOf(name: string, ...parts: readonly (Uint8Array | string)[]): File {
  const plain = parts.map((part) => (typeof part === 'string' ? part : Uint8Array.from(part)));
  return new File(plain, name);
}

async function kindOf(file: File): Promise<string> {
  return (await readGiven(file)).kind;
}

test('a receipt is one by its content, whatever its name', async () => {
  assert.equal(await kindOf(fileOf('holiday.jpg', receipt)), 'receipt');
  assert.equal(await kindOf(fileOf('x', receiptToCbor(receiptOf()))), 'receipt');
  assert.equal(await kindOf(fileOf('x', ' \n\t', receipt)), 'receipt');
});

test('a file is one, whatever its name', async () => {
  assert.equal(await kindOf(fileOf('a.receipt.json', 'holiday')), 'file');
  assert.equal(await kindOf(fileOf('a.receipt.json', '{"a":1}')), 'file');
  assert.equal(await kindOf(fileOf('a.certificate.pdf', 'no PDF')), 'file');
  assert.equal(await kindOf(fileOf('empty.txt')), 'file');
  assert.equal(await kindOf(fileOf('x', Uint8Array.of(0xa1, 1, 2))), 'file');
});

test('a damaged receipt is still one, for the verification to say what is wrong', async () => {
  const damaged = Buffer.from(receipt).toString().replace('"entry"', '"entri"');
  assert.equal(await kindOf(fileOf('r.json', damaged)), 'receipt');
  assert.equal(await kindOf(fileOf('r.json', damaged.slice(0, 300))), 'receipt');
});

test('a certificate gives its receipt, byte for byte', async () => {
  const given = await readGiven(fileOf('c.pdf', certificate));
  assert.ok(given.kind === 'certificate');
  assert.equal(toHex(given.receipt), toHex(receipt));
});

test('a certificate that lost its attachment is a file, and why is told', async () => {
  const lost = Buffer.from(certificate)
    .toString('latin1')
    .replaceAll('receipt.json', 'RECEIPT.json');
  const bytes = Uint8Array.from(Buffer.from(lost, 'latin1'));
  for (const name of ['c.certificate.pdf', 'c.CERTIFICATE.2.PDF']) {
    const given = await readGiven(fileOf(name, bytes));
    assert.ok(given.kind === 'file');
    assert.match(given.withoutReceipt ?? '', /receipt\.json is not attached/);
  }
});

test('a letter in PDF is a file, and nobody reproaches it with holding no receipt', async () => {
  const letter = fileOf('letter.pdf', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
  assert.deepEqual(await readGiven(letter), { kind: 'file', name: 'letter.pdf', file: letter });
});

test('a certificate inside something else is not a certificate', async () => {
  for (const before of ['PK\u0003\u0004', 'GIF89a', ' ', '\n']) {
    assert.equal(await kindOf(fileOf('c.pdf', before, certificate)), 'file', before);
  }
});

test('a PDF cut off, and a PDF of 70 MB, are files', async () => {
  assert.equal(await kindOf(fileOf('c.pdf', certificate.subarray(0, 2_000))), 'file');
  const large = fileOf('c.pdf', '%PDF-1.7\n', new Uint8Array(70 * 1024 * 1024));
  assert.equal(await kindOf(large), 'file');
});

test('what says that it is a receipt and is far too large is refused; a large JSON file is a file', async () => {
  const filling = 'A'.repeat(10_000_000);
  const large = fileOf('r.json', `{"type":"stele-receipt/v1","entry":"${filling}"}`);
  await assert.rejects(readGiven(large), (error) => isCoded(error, 'RECEIPT_TOO_LARGE'));
  assert.equal(await kindOf(fileOf('data.json', `{"data":"${filling}"}`)), 'file');
});

test('a folder is refused', async () => {
  const folder = fileOf('folder', 'x');
  folder.slice = (): Blob =>
    ({
      arrayBuffer: () => Promise.reject(new DOMException('a folder', 'NotReadableError')),
    }) as unknown as Blob;
  await assert.rejects(readGiven(folder), (error) => isCoded(error, 'FILE_UNREADABLE'));
});
