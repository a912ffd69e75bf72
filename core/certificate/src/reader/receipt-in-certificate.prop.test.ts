import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';

import { isCoded, toHex } from '@stele/base';
import { nodeCrypto } from '@stele/protocol/node';
import fc from 'fast-check';

import { makeCertificate } from '../index.ts';
import { ORDINARY_NOTE } from '../test/certificates.ts';
import { makeReceipt } from '../test/make-receipt.ts';
import { CERTIFICATE_BYTES_MAX, receiptInCertificate } from './receipt-in-certificate.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const MUTATIONS = isDeep ? 50_000 : 600;
/** Of computing, not of waiting for other tests; the worst takes half a second. */
const HOSTILE_MS_MAX = 20_000;

const receipt = makeReceipt({ note: ORDINARY_NOTE });
const pdf = await makeCertificate(receipt, { crypto: nodeCrypto });

interface Edit {
  /** Share of the file before it. */
  readonly place: number;
  readonly removed: number;
  readonly added: Uint8Array;
}

const words = [
  'obj',
  'endobj',
  'stream',
  'endstream',
  '<<',
  '>>',
  '[',
  '(',
  '%',
  '/EF',
  '9 0 R',
  '/Kids',
  '-1',
];
const added = fc.oneof(
  fc.uint8Array({ maxLength: 8 }),
  fc.constantFrom(...words).map((word) => Uint8Array.from(Buffer.from(` ${word} `))),
);
// Where the objects are rather than the compressed streams between them: names, attachments and the trailer are at the end.
const place = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0.9, max: 1, noNaN: true }),
);
const edit: fc.Arbitrary<Edit> = fc.record({ place, removed: fc.nat({ max: 40 }), added });

function edited(original: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce((bytes, { place: share, removed, added: insertion }) => {
    const at = Math.floor(share * bytes.length);
    return Uint8Array.from(
      Buffer.concat([bytes.subarray(0, at), insertion, bytes.subarray(at + removed)]),
    );
  }, original);
}

async function outcomeOf(bytes: Uint8Array): Promise<Uint8Array | 'malformed'> {
  try {
    return await receiptInCertificate(bytes);
  } catch (error) {
    assert.ok(isCoded(error, 'CERTIFICATE_MALFORMED'), String(error));
    return 'malformed';
  }
}

test('a damaged certificate gives its receipt or is refused, and nothing else happens', async (t) => {
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const outcome = await outcomeOf(edited(pdf, edits));
      if (outcome !== 'malformed' && toHex(outcome) === toHex(receipt)) whole++;
    }),
    { numRuns: MUTATIONS },
  );
  assert.ok(whole > MUTATIONS / 10, `only ${String(whole)} came out whole`);
  t.diagnostic(`cases: damaged certificates ${String(MUTATIONS)}`);
});

test('a certificate cut off anywhere is refused', async () => {
  for (let share = 0; share < 1; share += 0.05) {
    const outcome = await outcomeOf(pdf.subarray(0, Math.floor(share * pdf.length)));
    assert.equal(outcome, 'malformed', String(share));
  }
});

test('any bytes are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      assert.equal(await outcomeOf(bytes), 'malformed');
    }),
    { numRuns: 500 },
  );
});

const zeros = deflateSync(Buffer.alloc(3 * 1024 * 1024)).toString('latin1');
const hostile: Readonly<Record<string, string>> = {
  'strings without end': '1 0 obj(',
  'arrays in arrays': '1 0 obj[',
  'brackets alone': '1 0 obj[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  'dictionaries without end': '1 0 obj<<',
  'comments without end': '1 0 obj%',
  words: 'obj',
  'lengths to look up': '1 0 obj<</Length 2 0 R>>stream endstream ',
  'large arrays': `1 0 obj[${'0 '.repeat(50_000)}]`,
  'large strings': `1 0 obj<</A(${'x'.repeat(60_000)})>>`,
  trailers: '1 0 obj 1 0 R endobj trailer<</Root 1 0 R>>',
  bombs: `1 0 obj<</Type/ObjStm/N 1/First 9/Filter/FlateDecode>>stream\n${zeros}\nendstream\n`,
};

for (const [name, pattern] of Object.entries(hostile)) {
  test(`16 MiB of ${name} are refused in time`, async () => {
    const bytes = Buffer.alloc(16 * 1024 * 1024, Buffer.from(pattern, 'latin1'));
    const started = process.cpuUsage();
    assert.equal(await outcomeOf(bytes), 'malformed');
    const { user, system } = process.cpuUsage(started);
    assert.ok((user + system) / 1_000 < HOSTILE_MS_MAX);
  });
}

test('an attachment that unpacks to gigabytes is refused before it does', async () => {
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  const outcome = await outcomeOf(fileWith(`/Filter/FlateDecode`, bomb));
  assert.equal(outcome, 'malformed');
});

test('a plain file with a plain attachment is read', async () => {
  const outcome = await outcomeOf(fileWith('', Buffer.from(receipt)));
  assert.equal(outcome === 'malformed' ? outcome : toHex(outcome), toHex(receipt));
});

test('the later of two objects with one number counts, as after an incremental update', async () => {
  const first = Buffer.from(fileWith('', Buffer.from('{"old":true}')));
  const second = Buffer.from('\n3 0 obj<</Length 3>>stream\nnew\nendstream endobj\n');
  const outcome = await outcomeOf(Buffer.concat([first, second]));
  assert.equal(Buffer.from(outcome as Uint8Array).toString(), 'new');
});

test('names that lead in a circle end', async () => {
  const circle =
    '1 0 obj<</Names<</EmbeddedFiles 2 0 R>>>>endobj 2 0 obj<</Kids[2 0 R 2 0 R]>>endobj 3 0 obj 3 0 R endobj trailer<</Root 1 0 R>>';
  assert.equal(await outcomeOf(Buffer.from(circle)), 'malformed');
  assert.equal(await outcomeOf(Buffer.from(circle.replace('/Root 1', '/Root 3'))), 'malformed');
});

test('a file larger than any certificate is not read at all', async () => {
  assert.equal(await outcomeOf(new Uint8Array(CERTIFICATE_BYTES_MAX + 1)), 'malformed');
});

function fileWith(filter: string, data: Uint8Array): Uint8Array {
  const head =
    '%PDF-1.7\n1 0 obj<</Names<</EmbeddedFiles<</Names[(receipt.json)2 0 R]>>>>>>endobj\n' +
    '2 0 obj<</F(receipt.json)/EF<</F 3 0 R>>>>endobj\n' +
    `3 0 obj<<${filter}/Length ${String(data.length)}>>stream\n`;
  const tail = '\nendstream endobj\ntrailer<</Root 1 0 R>>\n';
  return Uint8Array.from(Buffer.concat([Buffer.from(head), data, Buffer.from(tail)]));
}
