/** Files and receipts in any order, several at once, some of them hostile: each finds its place, and nothing is lost. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { makeCertificate } from '@stele/certificate';
import { makeReceipt } from '@stele/certificate/test';
import { nodeCrypto } from '@stele/protocol/node';
import { zipSync } from 'fflate';

import { digestBlob } from '../hash/digest-blob.ts';
import { Desk, THINGS_MAX } from './desk.ts';

function receiptFor(content: string): Uint8Array {
  const digest = new Uint8Array(createHash('sha256').update(content).digest());
  return makeReceipt({ item: { digests: new Map([[1, digest]]) } });
}

function fileOf(name: string, content: Uint8Array | string): File {
  return new File([typeof content === 'string' ? content : Uint8Array.from(content)], name);
}

const file = fileOf('letter.txt', 'a letter');
const receipt = fileOf('letter.txt.receipt.json', receiptFor('a letter'));
const pdf = fileOf(
  'letter.txt.certificate.pdf',
  await makeCertificate(receiptFor('a letter'), { crypto: nodeCrypto }),
);

const newDesk = (): Desk => new Desk(digestBlob);

test('file, receipt and certificate in any order, at once or one by one', async () => {
  const orders = [
    [file, receipt],
    [receipt, file],
    [pdf, file],
    [file, pdf],
    [file, receipt, pdf],
  ];
  for (const order of orders) {
    for (const isAtOnce of [true, false]) {
      const desk = newDesk();
      const portions = isAtOnce ? [order] : order.map((one) => [one]);
      for (const portion of portions) await desk.add(portion);
      const { verdicts, troubles, isBusy } = desk.state();
      assert.equal(verdicts.length, order.length - 1);
      for (const verdict of verdicts) {
        assert.equal(verdict.verdict.verdict, 'incomplete');
        assert.equal(verdict.file?.name, 'letter.txt');
      }
      assert.deepEqual([troubles.length, isBusy], [0, false]);
    }
  }
});

test('a fingerprint given later makes it valid, another one does not', async () => {
  const desk = newDesk();
  await desk.add([file, receipt]);
  const fingerprint = desk.state().verdicts[0]?.verdict.chain?.fingerprint ?? '';
  desk.setTrusted([fingerprint]);
  assert.equal(desk.state().verdicts[0]?.verdict.verdict, 'valid');
  assert.equal(desk.state().verdicts[0]?.verdict.trustedBy, 'reader');
  desk.setTrusted(['11'.repeat(32)]);
  const told = desk.state().verdicts[0]?.verdict;
  assert.deepEqual([told?.verdict, told?.isOtherChain], ['incomplete', true]);
  desk.setTrusted([]);
  assert.equal(desk.state().verdicts[0]?.verdict.isOtherChain, false);
});

test('one ZIP with file, receipt and certificate is what lies in it', async () => {
  const bytesOf = async (one: File): Promise<Uint8Array> => new Uint8Array(await one.arrayBuffer());
  const packed = zipSync({
    'letter.txt': await bytesOf(file),
    'letter.txt.receipt.json': await bytesOf(receipt),
    'letter.txt.certificate.pdf': [await bytesOf(pdf), { level: 0 }],
    'verify.html': new Uint8Array(100),
    'README.txt': new Uint8Array(100),
  });
  const desk = newDesk();
  await desk.add([fileOf('letter.zip', packed)]);
  const { files, receipts, verdicts } = desk.state();
  assert.deepEqual(
    [...files, ...receipts].map(({ name }) => name),
    ['letter.txt', 'letter.txt.receipt.json', 'letter.txt.certificate.pdf'],
  );
  assert.deepEqual(
    verdicts.map((one) => [one.receipt.kind, one.file?.name]),
    [
      ['receipt', 'letter.txt'],
      ['certificate', 'letter.txt'],
    ],
  );
});

test('ZIPs hold no more than there is room for', async () => {
  const entries = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`${String(i)}.txt`, new Uint8Array([i])]),
  );
  const packed = zipSync({ ...entries, 'r.json': receiptFor('a letter') });
  const desk = newDesk();
  await desk.add(Array.from({ length: 10 }, (_, i) => fileOf(`${String(i)}.zip`, packed)));
  const { files, receipts, troubles } = desk.state();
  assert.ok(files.length + receipts.length <= THINGS_MAX);
  assert.equal(troubles.length, 6);
  assert.deepEqual([troubles[0]?.code, troubles[0]?.data?.['count']], ['TOO_MANY', 41]);
});

test('several files and receipts, mixed: each receipt finds its own file', async () => {
  const names = ['one', 'two', 'three'];
  const files = names.map((name) => fileOf(`${name}.txt`, name));
  const receipts = names.map((name) => fileOf(`r-${name}.json`, receiptFor(name)));
  const desk = newDesk();
  await desk.add([...receipts.toReversed(), ...files]);
  const { verdicts } = desk.state();
  assert.deepEqual(
    verdicts.map((one) => [one.receipt.name, one.file?.name, one.verdict.verdict]),
    names.map((name) => [`r-${name}.json`, `${name}.txt`, 'incomplete']).toReversed(),
  );
});

test("a changed file is shown beside the receipt of its name, not beside another's", async () => {
  const desk = newDesk();
  await desk.add([
    fileOf('one.txt', 'one, changed'),
    fileOf('two.txt', 'two, changed'),
    fileOf('two.txt.receipt.json', receiptFor('two')),
    fileOf('one.txt.receipt.json', receiptFor('one')),
  ]);
  for (const { receipt: of, file: beside, verdict } of desk.state().verdicts) {
    assert.equal(of.name, `${beside?.name ?? ''}.receipt.json`);
    assert.equal(verdict.steps.find(({ result }) => result === 'fail')?.code, 'DIGEST_MISMATCH');
  }
});

test('a receipt that belongs to no file here is judged alone; the file stays', async () => {
  const desk = newDesk();
  await desk.add([
    fileOf('one.txt', 'one'),
    fileOf('r1.json', receiptFor('one')),
    fileOf('r2.json', receiptFor('elsewhere')),
  ]);
  const [first, second] = desk.state().verdicts;
  assert.equal(first?.file?.name, 'one.txt');
  assert.equal(second?.file, undefined);
  const step = second?.verdict.steps.find(({ name }) => name === 'file');
  assert.equal(step?.code, 'FILE_NOT_GIVEN');
});

test('what cannot be read is told and the rest goes on', async () => {
  const broken = fileOf('folder', 'x');
  broken.slice = (): Blob =>
    ({
      arrayBuffer: () => Promise.reject(new DOMException('a folder', 'NotReadableError')),
    }) as unknown as Blob;
  const desk = newDesk();
  await desk.add([broken, file, receipt]);
  const { troubles, verdicts } = desk.state();
  assert.deepEqual(
    troubles.map(({ name, code }) => [name, code]),
    [['folder', 'FILE_UNREADABLE']],
  );
  assert.equal(verdicts[0]?.verdict.verdict, 'incomplete');
});

test('ten thousand at once are too many, and what lay there stays', async () => {
  const desk = newDesk();
  await desk.add([file, receipt]);
  await desk.add(Array.from({ length: 10_000 }, (_, i) => fileOf(`f${String(i)}`, 'x')));
  const { files, verdicts, troubles } = desk.state();
  assert.deepEqual([files.length, verdicts.length], [1, 1]);
  assert.deepEqual(troubles[0]?.data, { count: 10_000, countMax: THINGS_MAX });
});

test('a receipt may be the file itself, when the reader says so', async () => {
  const inner = receiptFor('a letter');
  const desk = newDesk();
  const own = new TextDecoder().decode(inner);
  await desk.add([fileOf('inner.json', inner), fileOf('outer.json', receiptFor(own))]);
  assert.equal(desk.state().verdicts.length, 2);
  await desk.treatAsFile(desk.state().receipts[0]?.key ?? '');
  const [only, ...more] = desk.state().verdicts;
  assert.equal(more.length, 0);
  assert.deepEqual([only?.receipt.name, only?.file?.name], ['outer.json', 'inner.json']);
  assert.equal(only?.verdict.verdict, 'incomplete');
});

test('taking something away, and everything', async () => {
  const desk = newDesk();
  await desk.add([file, receipt]);
  await desk.remove(desk.state().files[0]?.key ?? '');
  assert.equal(desk.state().verdicts[0]?.file, undefined);
  await desk.clear();
  const { files, receipts, verdicts, isBusy } = desk.state();
  assert.deepEqual([files.length, receipts.length, verdicts.length, isBusy], [0, 0, 0, false]);
});

/** A desk where a valid verdict stands while a file named `large` is being hashed for ever; `stopped` says when that was given up. */
async function busyDesk(): Promise<{
  readonly desk: Desk;
  readonly adding: Promise<void>;
  readonly stopped: Promise<void>;
}> {
  const stopped = Promise.withResolvers<undefined>();
  const large = fileOf('large', 'never hashed to its end');
  const desk = new Desk((one, algorithms, options) => {
    if (one !== large) return digestBlob(one, algorithms, options);
    return new Promise((_resolve, reject) => {
      options.onProgress?.(1, 1);
      options.signal?.addEventListener('abort', () => {
        stopped.resolve(undefined);
        reject(new DOMException('stopped', 'AbortError'));
      });
    });
  });
  await desk.add([file, receipt]);
  desk.setTrusted([desk.state().verdicts[0]?.verdict.chain?.fingerprint ?? '']);
  const adding = desk.add([large]);
  const isHashing = (): boolean =>
    desk.state().files.some(({ progress, name }) => {
      return name === 'large' && progress !== undefined;
    });
  while (!isHashing()) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(verdictsOf(desk), [['letter.txt', 'valid']]);
  return { desk, adding, stopped: stopped.promise };
}

function verdictsOf(desk: Desk): readonly (readonly [string | undefined, string])[] {
  return desk.state().verdicts.map((one) => [one.file?.name, one.verdict.verdict]);
}

test('while a large file is hashed, no verdict outlives the trust it rests on', async () => {
  const { desk, adding } = await busyDesk();
  desk.setTrusted(['11'.repeat(32)]);
  assert.deepEqual(verdictsOf(desk), [['letter.txt', 'incomplete']]);
  desk.setTrusted([]);
  assert.deepEqual(verdictsOf(desk), [['letter.txt', 'incomplete']]);
  assert.equal(desk.state().isBusy, true);
  await desk.clear();
  await adding;
});

test('nor the file or the receipt it speaks of, as nobody is ever told', async () => {
  for (const taken of ['files', 'receipts'] as const) {
    const { desk, adding } = await busyDesk();
    const told: unknown[] = [];
    desk.subscribe(() => told.push(verdictsOf(desk)));
    const removing = desk.remove(desk.state()[taken][0]?.key ?? '');
    const left = taken === 'files' ? [[undefined, 'valid']] : [];
    assert.deepEqual(verdictsOf(desk), left);
    assert.ok(told.length > 0);
    for (const one of told) assert.deepEqual(one, left);
    await desk.clear();
    assert.deepEqual(verdictsOf(desk), []);
    await Promise.all([adding, removing]);
    assert.deepEqual([desk.state().files, desk.state().isBusy], [[], false]);
  }
});

test('a receipt that is the file itself is judged as a receipt no longer', async () => {
  const { desk, adding } = await busyDesk();
  const changing = desk.treatAsFile(desk.state().receipts[0]?.key ?? '');
  assert.deepEqual(verdictsOf(desk), []);
  await desk.remove(desk.state().files.find(({ name }) => name === 'large')?.key ?? '');
  await Promise.all([adding, changing]);
  assert.deepEqual(
    desk.state().files.map(({ name }) => name),
    ['letter.txt', 'letter.txt.receipt.json'],
  );
});

test('and taken away while it waits for its turn, it does not come back', async () => {
  const { desk, adding } = await busyDesk();
  const key = desk.state().receipts[0]?.key ?? '';
  const changing = desk.treatAsFile(key);
  assert.equal(desk.state().receipts.length, 1, 'it lies there until then');
  const removing = desk.remove(key);
  await desk.remove(desk.state().files.find(({ name }) => name === 'large')?.key ?? '');
  await Promise.all([adding, changing, removing]);
  const { files, receipts } = desk.state();
  assert.deepEqual([files.length, receipts.length], [1, 0]);
});

test('a file that is taken away is hashed no further, and the rest goes on', async () => {
  const { desk, adding, stopped } = await busyDesk();
  const key = desk.state().files.find(({ name }) => name === 'large')?.key ?? '';
  await desk.remove(key);
  await Promise.all([stopped, adding]);
  const { files, troubles, isBusy } = desk.state();
  assert.deepEqual([files.length, troubles.length, isBusy], [1, 0, false]);
  assert.deepEqual(verdictsOf(desk), [['letter.txt', 'valid']]);
});

test('what is given after everything was cleared is taken, what was given before is not', async () => {
  const { desk, adding } = await busyDesk();
  const before = desk.add([fileOf('before', 'x')]);
  const cleared = desk.clear();
  assert.deepEqual(desk.state().files, []);
  await desk.add([receipt]);
  await Promise.all([adding, before, cleared]);
  const { files, receipts, troubles } = desk.state();
  assert.deepEqual([files.length, receipts.length, troubles.length], [0, 1, 0]);
});

test('clearing the desk stops what is being hashed', async () => {
  let stopped = 0;
  const desk = new Desk(
    (_, _algorithms, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          stopped++;
          reject(new DOMException('stopped', 'AbortError'));
        });
      }),
  );
  const added = desk.add([file]);
  while (desk.state().files.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await desk.clear();
  await added;
  assert.equal(stopped, 1);
  assert.deepEqual(desk.state().files, []);
});
