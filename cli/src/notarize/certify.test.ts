import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { isCoded } from '@stele/base';
import { parseReceipt, parseProof, checkpointImprint, receiptToJson } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { requestToken } from '@stele/timestamp';
import { LocalAuthority, opensslForTest } from '@stele/timestamp/test';

import { type Ran, runIn, temporaryFolder } from '../test/fake-world.ts';
import { servedEvidence, type ServedEvidence } from '../test/served-evidence.ts';
import { servedLedger } from '../test/served-ledger.ts';
import { certifyFiles } from './certify-files.ts';
import type { RecordedFile } from './outcome.ts';

interface Scene extends ServedEvidence {
  readonly work: string;
  /** Makes a file and gives its path. */
  readonly file: (name: string, content?: string) => string;
  /** Under the chain of the served folder. */
  readonly verify: (...argv: readonly string[]) => Promise<Ran>;
}

async function scene(context: TestContext): Promise<Scene> {
  const served = await servedEvidence(context);
  const work = temporaryFolder(context);
  return {
    ...served,
    work,
    file: (name, content = name) => {
      writeFileSync(join(work, name), content);
      return join(work, name);
    },
    verify: (...argv) => runIn(context, ['verify', ...argv, '--data', served.folder]),
  };
}

const certificateOf = (path: string): string => `${path}.certificate.pdf`;
const receiptOf = (path: string): string => `${path}.receipt.json`;

void test('a certificate is written beside the receipt, and verifies wherever it lies', async (context) => {
  const { file, stele, verify, work } = await scene(context);
  const path = file('合同.txt', 'content');
  const made = await stele('notarize', path, '--certificate');
  assert.deepEqual(made, {
    exitCode: 0,
    out: `${receiptOf(path)}\n${certificateOf(path)}\n`,
    err: '',
  });
  assert.equal((await verify(path)).exitCode, 0);
  assert.equal((await verify(path, '--receipt', certificateOf(path))).exitCode, 0);
  const alone = await verify(certificateOf(path));
  assert.equal(alone.exitCode, 0);
  assert.match(
    alone.out,
    /not what its pages say\. The receipt says:\n {2}Name +合同\.txt\n {2}Size +7 B\n/,
  );
  assert.match(alone.out, /that no later record replaces this one/);
  renameSync(receiptOf(path), join(work, 'r'));
  assert.equal((await verify(path)).exitCode, 0, 'the certificate beside a file will do');
  writeFileSync(path, 'another');
  assert.equal((await verify(path)).exitCode, 1);
  renameSync(certificateOf(path), join(work, 'print.pdf'));
  assert.equal((await verify(join(work, 'print.pdf'))).exitCode, 0, 'known by its content');
});

void test('what is no certificate is said to be none', async (context) => {
  const { file, stele, verify } = await scene(context);
  const path = file('a.txt');
  await stele('notarize', path, '--certificate');
  const whole = readFileSync(certificateOf(path));
  const cut = file('cut.certificate.pdf', '');
  writeFileSync(cut, whole.subarray(0, whole.length / 3));
  const damaged = await verify(cut);
  assert.equal(damaged.exitCode, 2);
  assert.match(damaged.err, /CERTIFICATE_MALFORMED\]\nGet the certificate again/);
  const pdf = await verify(file('paper.pdf', '%PDF-1.7\n%%EOF\n'));
  assert.equal(pdf.exitCode, 2);
  assert.match(pdf.err, /RECEIPT_MISSING/, 'a PDF is a file like any other');
  const text = await verify(file('b.certificate.pdf', 'no PDF'));
  assert.match(text.err, /CERTIFICATE_MALFORMED/);
  assert.equal((await verify(path, '--receipt', cut)).exitCode, 2);
});

void test('nothing is certified twice, and nothing in the way is lost', async (context) => {
  const { file, stele, gateway, work } = await scene(context);
  const path = file('a.txt');
  await stele('notarize', path, '--certificate');
  const first = readFileSync(certificateOf(path));
  gateway.seen.length = 0;
  const again = await stele('notarize', `${work}/a.txt`, certificateOf(path), '--certificate');
  assert.equal(again.exitCode, 0);
  assert.match(again.err, /a\.txt\.certificate\.pdf is a receipt or certificate; left out/);
  assert.deepEqual(
    gateway.seen.filter((call) => call.includes('certificates')),
    [],
  );
  assert.deepEqual(readFileSync(certificateOf(path)), first);

  writeFileSync(certificateOf(path), 'a letter somebody wrote');
  const blocked = await stele('notarize', path, '--certificate');
  assert.equal(blocked.exitCode, 1);
  assert.match(blocked.err, /is recorded, but has no certificate\..*CERTIFICATE_IN_THE_WAY/);
  assert.equal((await stele('notarize', path, '--certificate', '--force')).exitCode, 0);
  const aside = readFileSync(join(work, 'a.txt.certificate.1.pdf'), 'utf8');
  assert.equal(aside, 'a letter somebody wrote');
  assert.ok(existsSync(join(work, 'a.txt.receipt.1.json')));
});

void test('a file that cannot be certified is recorded all the same, and said so', async (context) => {
  const { folder, url } = await servedLedger(context);
  const work = temporaryFolder(context);
  const path = join(work, 'a.txt');
  writeFileSync(path, 'a');
  const argv = ['notarize', path, '--certificate', '--data', folder, '--url', url];
  const { exitCode, out, err } = await runIn(context, argv);
  assert.equal(exitCode, 1, 'a ledger alone makes no certificates');
  assert.equal(out, `${receiptOf(path)}\n`);
  assert.match(err, /a\.txt is recorded, but has no certificate/);
  const json = await runIn(context, [...argv, '--json']);
  const { items } = JSON.parse(json.out) as { readonly items: readonly Record<string, unknown>[] };
  const [item] = items;
  assert.equal(item?.['status'], 'kept');
  assert.equal((item['certificate'] as Record<string, unknown>)['status'], 'failed');
});

void test('a server that is busy is waited for; one that sends something else is not believed', async (context) => {
  const { file, stele } = await scene(context);
  const [one, two] = [file('one.txt'), file('two.txt')];
  await stele('notarize', one, two, '--certificate');
  const pdf = readFileSync(certificateOf(one));
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    asked++;
    if (asked === 1) {
      const problem = { code: 'RATE_LIMITED', detail: 'later', retryable: true };
      response.writeHead(429, { 'retry-after': '0' }).end(JSON.stringify(problem));
    } else response.end(pdf);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const copy = join(temporaryFolder(context), 'copies');
  mkdirSync(copy);
  const recorded = (path: string, name: string): RecordedFile => ({
    kind: 'recorded',
    path: join(copy, name),
    receiptPath: receiptOf(path),
    record: { transaction: '', height: 0, index: 0, committedAt: '' },
  });
  const files = [recorded(one, 'one.txt'), recorded(two, 'two.txt')];
  const outcomes = await certifyFiles(files, { address, force: false, onWritten: () => undefined });
  const [first, second] = outcomes.map((outcome) =>
    outcome.kind === 'failed' ? undefined : outcome.certificate,
  );
  assert.deepEqual(first, { kind: 'written', path: join(copy, 'one.txt.certificate.pdf') });
  assert.ok(second?.kind === 'missing' && isCoded(second.error, 'CERTIFICATE_FOREIGN'));
  assert.deepEqual(readdirSync(copy), ['one.txt.certificate.pdf']);
  assert.equal(asked, 3);
});

void test('--certificate with --curl prints the call that makes it', async (context) => {
  const { file, stele } = await scene(context);
  const path = file("it's.txt");
  const { out } = await stele('notarize', path, '--certificate', '--curl');
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  assert.match(
    last,
    /^printf '\{"receipt":%s\}' "\$\(cat .*\)" \| curl -sS -X POST .*\/v1\/certificates /,
  );
  assert.ok(!existsSync(certificateOf(path)));
});

void test('--tsa: a timestamp counts when its authority is named, and only then', async (context) => {
  if (!opensslForTest(context)) return;
  const { file, stele, verify } = await scene(context);
  const path = file('a.txt');
  await stele('notarize', path);
  const receipt = parseReceipt(new Uint8Array(readFileSync(receiptOf(path))));
  const imprint = checkpointImprint(nodeCrypto, parseProof(receipt.proof).signed);
  const [authority, other] = [
    await LocalAuthority.open(context),
    await LocalAuthority.open(context),
  ];
  const random = { bytes: (count: number) => new Uint8Array(count).fill(7) };
  const token = await requestToken({ url: authority.url, imprint, random });
  writeFileSync(receiptOf(path), receiptToJson({ ...receipt, timestamps: [token] }));
  const roots = [file('root.pem', authority.rootPem), file('other.pem', other.rootPem)] as const;

  assert.match((await verify(path)).out, /TIMESTAMPS_NOT_CHECKED: it has timestamps/);
  const strange = await verify(path, '--tsa', roots[1]);
  assert.equal(strange.exitCode, 0);
  assert.match(strange.out, /TIMESTAMP_AUTHORITY_UNKNOWN/);
  assert.match(strange.out, /- the time by an authority outside the chain/);
  const named = await verify(path, '--tsa', roots[1], '--tsa', roots[0]);
  assert.match(
    named.out,
    /✓ Time seen from outside +Local Authority, which you named, saw the checkpoint at 20/,
  );
  assert.doesNotMatch(named.out, /- the time by an authority outside the chain/);

  const elsewhere = await requestToken({
    url: authority.url,
    imprint: imprint.map((byte) => byte ^ 1),
    random,
  });
  writeFileSync(receiptOf(path), receiptToJson({ ...receipt, timestamps: [elsewhere] }));
  const moved = await verify(path, '--tsa', roots[0]);
  assert.equal(moved.exitCode, 1);
  assert.match(
    moved.out,
    /✗ Time seen from outside +TIMESTAMP_IMPRINT_MISMATCH: a timestamp is of something else/,
  );
  const unreadable = await verify(path, '--tsa', path);
  assert.equal(unreadable.exitCode, 2);
  assert.match(unreadable.err, /holds no certificate of a time authority.*AUTHORITY_UNREADABLE/);
});
