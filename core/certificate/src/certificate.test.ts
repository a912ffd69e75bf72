import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';

import { isCoded, toHex } from '@stele/base';
import { verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import jsQr from 'jsqr';

import { pythonForTest } from '../../../tools/python.ts';
import { receiptInCertificate } from './index.ts';
import {
  HOSTILE_NAME,
  type MadeCertificate,
  makeCertificates,
  ORDINARY_NOTE,
} from './test/certificates.ts';
import { compliance, veraPdfForTest } from './test/verapdf.ts';

// Certificates judged by programs that are not ours: a validator, PDF readers, a QR code reader.

const runProgram = promisify(execFile);
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
const environment = {
  name: 'python-pdf',
  requirements: 'core/certificate/src/test/requirements.txt',
};

let folder: string;
let certificates: readonly MadeCertificate[];
const pathOf = (name: string): string => join(folder, 'made', `${name.replaceAll(' ', '-')}.pdf`);

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stele-certificate-'));
  mkdirSync(join(folder, 'made'));
  mkdirSync(join(folder, 'read'));
  certificates = await makeCertificates();
  for (const { name, pdf } of certificates) writeFileSync(pathOf(name), pdf);
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Inspected {
  readonly name: string;
  readonly pages: number;
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly outside: readonly string[];
  readonly warnings: string;
  readonly attachment: string;
  readonly mupdfAttachment: string;
}

let inspection: Promise<readonly Inspected[]> | undefined;

async function inspected(t: TestContext): Promise<readonly Inspected[] | undefined> {
  const python = await pythonForTest(t, environment);
  if (python === undefined) return undefined;
  inspection ??= inspect(python);
  return await inspection;
}

async function inspect(python: string): Promise<readonly Inspected[]> {
  const script = join(import.meta.dirname, 'test', 'inspect_pdf.py');
  const folders = [join(folder, 'made'), join(folder, 'read')];
  const { stdout } = await runProgram(python, [script, ...folders], {
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  return JSON.parse(stdout) as readonly Inspected[];
}

const found = (all: readonly Inspected[], name: string): Inspected =>
  all.find((one) => one.name === name.replaceAll(' ', '-')) ?? assert.fail(name);

/** Readers break lines where they like. */
const squeezed = (text: string): string => text.replaceAll(/\s/g, '');

test('every certificate is a PDF/A-3a, by veraPDF', async (t) => {
  const classPath = await veraPdfForTest(t);
  if (classPath === undefined) return;
  const paths = certificates.map(({ name }) => pathOf(name));
  const results = await compliance(classPath, '3a', paths);
  assert.equal(results.length, certificates.length);
  for (const { path, isCompliant, failedRules } of results) {
    assert.ok(isCompliant, `${path}: ${failedRules}`);
  }
  t.diagnostic(`cases: certificates under veraPDF ${String(results.length)}`);
});

test('veraPDF does refuse what is no PDF/A-3a', async (t) => {
  const classPath = await veraPdfForTest(t);
  if (classPath === undefined) return;
  const [{ pdf } = assert.fail('no certificate')] = certificates;
  const text = Buffer.from(pdf).toString('latin1');
  const path = join(folder, 'broken.pdf');
  writeFileSync(path, text.replace('/AFRelationship', '/AFRelationshiq'), 'latin1');
  const [result] = await compliance(classPath, '3a', [path]);
  assert.equal(result?.isCompliant, false);
});

test('other readers find the attachment, byte for byte', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  for (const { name, pdf } of certificates) {
    const receipt = Buffer.from(await receiptInCertificate(pdf)).toString('base64');
    const { attachment, mupdfAttachment } = found(all, name);
    assert.equal(attachment, receipt, name);
    assert.equal(mupdfAttachment, receipt, name);
  }
});

test('both languages, digests and times can be taken out as text', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  const text = squeezed(found(all, 'ordinary').text);
  const { record = assert.fail('no record') } = verifyReceipt(
    madeAs(certificates, 'ordinary').receipt,
    { crypto: nodeCrypto, trusted: [] },
  );
  const expected = [
    '存证证书',
    'Certificateofnotarisation',
    ORDINARY_NOTE.name,
    ORDINARY_NOTE.reference,
    '签署方',
    '1,048,576',
    record.digests?.['sha-256'] ?? assert.fail('no digest'),
    record.transaction,
    `ev_${record.id ?? ''}`,
    '2026-09-21 14:13:20.123 UTC',
    '2026年09月21日 22:13:20.123',
    '自证',
    'Self-attested',
    '1,234,567'.replaceAll(',', ''),
    '此记录后来未被另一记录取代',
    'That the record was not superseded later',
    'python3 spec/verify.py',
  ];
  for (const words of expected) assert.ok(text.includes(squeezed(words)), words);
});

test('an ordinary certificate has one page, and no text ever leaves the frame', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  for (const name of ['bare', 'ordinary', 'timestamps', 'hostile name']) {
    assert.equal(found(all, name).pages, 1, name);
  }
  for (const { name, outside } of all) assert.deepEqual(outside, [], name);
});

test('a reader that draws every page has nothing to complain of', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  for (const { name, warnings } of all) assert.equal(warnings, '', name);
});

test('a long name stands whole in the annex', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  const { pages, text } = found(all, 'long word');
  assert.ok(pages > 1);
  assert.ok(squeezed(text).includes('a'.repeat(500)));
  const letters = [...squeezed(text).matchAll(/a{20,}/g)].reduce(
    (sum, [run]) => sum + run.length,
    0,
  );
  assert.ok(letters >= 16_000, String(letters));
});

test('no character of a name can hide, move or fake anything', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  const { text } = found(all, 'hostile name');
  assert.doesNotMatch(text, /[\p{Cf}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u);
  for (const character of HOSTILE_NAME.match(/[\p{C}\p{Zl}]/gu) ?? []) {
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    assert.match(text, new RegExp(`[+\\s]${point}\\b`), point);
  }
});

test('the QR code on the page says the address', async (t) => {
  const all = await inspected(t);
  if (all === undefined) return;
  for (const name of ['bare', 'ordinary', 'many members']) {
    const { width, height } = found(all, name);
    const gray = readFileSync(join(folder, 'read', `${name.replaceAll(' ', '-')}.gray`));
    const pixels = Uint8ClampedArray.from({ length: 4 * gray.length }, (_, i) =>
      i % 4 === 3 ? 255 : (gray[i >> 2] ?? 255),
    );
    const code = jsQr.default(pixels, width, height);
    const { record, chain } = verifyReceipt(madeAs(certificates, name).receipt, {
      crypto: nodeCrypto,
      trusted: [],
    });
    const id = `ev_${record?.id ?? ''}`;
    const expected =
      name === 'ordinary'
        ? `https://evidence.example.org/stele/look-up?id=${id}`
        : `stele:${chain?.fingerprint ?? ''}/${id}`;
    assert.equal(code?.data, expected, name);
  }
});

test('the receipt comes out of certificates that other tools saved again', async (t) => {
  if ((await inspected(t)) === undefined) return;
  const saved = readdirSync(join(folder, 'read')).filter((name) => name.endsWith('.pdf'));
  assert.ok(saved.length >= 16);
  for (const name of saved) {
    const pdf = readFileSync(join(folder, 'read', name));
    const original = pathOf(name.split('.')[0] ?? '');
    if (name.includes('encrypted')) {
      await assert.rejects(receiptInCertificate(pdf), (error) =>
        isCoded(error, 'CERTIFICATE_MALFORMED'),
      );
    } else {
      const expected = await receiptInCertificate(readFileSync(original));
      assert.equal(toHex(await receiptInCertificate(pdf)), toHex(expected), name);
    }
  }
});

function madeAs(all: readonly MadeCertificate[], name: string): MadeCertificate {
  return all.find((one) => one.name === name) ?? assert.fail(name);
}
