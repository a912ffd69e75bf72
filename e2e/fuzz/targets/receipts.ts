/** Receipts, and what certificates and timestamps bring along: everything that a giver of receipts chooses the bytes of. */

import assert from 'node:assert/strict';
import { utf8 } from '@stele/base';
import { deflateSync } from 'node:zlib';
import { CERTIFICATE_BYTES_MAX, receiptInCertificate } from '@stele/certificate';
import { parseReceipt, receiptToCbor, receiptToJson, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { certificatesFromPem, tokenVerifier } from '@stele/timestamp';
import { readCertificate } from '../../../core/timestamp/src/certificate.ts';
import { readDer } from '../../../core/timestamp/src/der.ts';
import { readAnswer } from '../../../core/timestamp/src/exchange.ts';
import { ROOT, sequence, SIGNER, tokenOf, integer } from '../../vectors/authority.ts';
import { decoder, outcomeOf, refused, type Target, textDecoder } from '../target.ts';
import { bytesOf } from './vectors.ts';

const OPENING_BRACE = 0x7b;
const IMPRINT = new Uint8Array(32).fill(7);
const NONCE = new Uint8Array(16).fill(9);

export const receipts = (): readonly Uint8Array[] => [
  ...bytesOf('receipt', 'receipt', 'base64'),
  ...bytesOf('timestamp', 'receipt', 'base64'),
];

/** In both forms the value is the same; in CBOR there is one way to write it. */
const receipt = decoder({
  name: 'receipt',
  seeds: receipts,
  decode: (bytes) => {
    const parsed = parseReceipt(bytes);
    const cbor = receiptToCbor(parsed);
    assert.equal(
      receiptToJson(parseReceipt(cbor)),
      receiptToJson(parseReceipt(utf8(receiptToJson(parsed)))),
    );
    return bytes[0] === OPENING_BRACE || (bytes[0] ?? 0) <= 0x20 ? bytes : cbor;
  },
  encode: (bytes) => bytes,
});

/** Whatever the bytes: a verdict, whose parts say the same as its steps. */
const verdict: Target = {
  name: 'verdict',
  seeds: receipts,
  run: (input) => {
    const { verdict: word, steps } = verifyReceipt(input, {
      crypto: nodeCrypto,
      trusted: [new Uint8Array(32)],
      timestamps: tokenVerifier({ trustedCertificates: [ROOT] }),
    });
    const failed = steps.filter(({ result }) => result === 'fail');
    assert.equal(word === 'invalid', failed.length > 0);
    // Nobody trusts this chain, so nothing that anybody makes is valid.
    assert.notEqual(word, 'valid');
    for (const { code, detail } of failed) assert.ok(code !== undefined && detail !== '');
  },
};

const tokens = (): readonly Uint8Array[] => [tokenOf({ imprint: IMPRINT })];

const token: Target = {
  name: 'timestamp-token',
  seeds: tokens,
  run: (input) => {
    const judge = tokenVerifier({ trustedCertificates: [ROOT] });
    const { kind } = judge(input, IMPRINT);
    assert.ok(['valid', 'invalid', 'untrusted'].includes(kind));
  },
};

const answer: Target = {
  name: 'timestamp-answer',
  seeds: () => tokens().map((bytes) => sequence(sequence(integer(0)), bytes)),
  run: (input) => {
    outcomeOf(() => readAnswer(input, { imprint: IMPRINT, nonce: NONCE }));
  },
};

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

/** The skeleton of a certificate, without its fonts: as it is written, and as other tools write it, its objects packed. */
function pdfs(): readonly Uint8Array[] {
  const objects = [
    '<< /Type /Catalog /AF [2 0 R] /Names << /EmbeddedFiles 4 0 R >> >>',
    '<< /Type /Filespec /F (receipt.json) /UF <FEFF0072> /EF << /F 3 0 R /UF 3 0 R >> >>',
    '<< /Names [(a\\(\\)\\101) 2 0 R] /Kids [4 0 R] /Count -1.5 /Flag true /None null % remark\n>>',
  ];
  const stream = (dictionary: string, data: Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from(`<< ${dictionary} /Length ${String(data.length)} >>\nstream\n`),
      data,
      Buffer.from('\nendstream'),
    ]);
  const object = (number: number, value: string | Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from(`${String(number)} 0 obj\n`),
      Buffer.from(value),
      Buffer.from('\nendobj\n'),
    ]);
  const [catalog = '', file = '', names = ''] = objects;
  const head = Buffer.from('%PDF-1.7\n');
  const receiptObject = object(3, stream('/Filter /FlateDecode', deflateSync('{}')));
  const trailer = 'trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n';
  const plain = [object(1, catalog), object(2, file), receiptObject, object(4, names)];
  const index = `1 0 2 ${String(catalog.length)} 4 ${String(catalog.length + file.length)} `;
  const packed = deflateSync(index + catalog + file + names);
  const objectStream = `/Type /ObjStm /N 3 /First ${String(index.length)} /Filter [/FlateDecode]`;
  const table = '/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R';
  return [
    Buffer.concat([head, ...plain, Buffer.from(trailer)]),
    Buffer.concat([
      head,
      receiptObject,
      object(6, stream(objectStream, packed)),
      object(7, stream(table, new Uint8Array(8))),
    ]),
  ];
}

const certificate: Target = {
  name: 'certificate',
  seeds: pdfs,
  run: async (input) => {
    try {
      const bytes = await receiptInCertificate(input);
      assert.ok(bytes.length <= CERTIFICATE_BYTES_MAX);
    } catch (error) {
      refused(error);
    }
  },
};

export const TARGETS: readonly Target[] = [
  receipt,
  verdict,
  token,
  answer,
  decoder({ name: 'der', seeds: () => [...tokens(), ROOT, SIGNER], decode: readDer }),
  decoder({ name: 'x509', seeds: () => [ROOT, SIGNER], decode: readCertificate }),
  textDecoder({
    name: 'pem',
    seeds: () => [pem(ROOT), pem(ROOT) + pem(SIGNER)],
    decode: certificatesFromPem,
  }),
  certificate,
];
