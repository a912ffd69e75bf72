import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isCoded } from '@stele/base';
import { startServer } from '../test/kit.ts';
import { namesOfHost, ownCertificate } from './own-certificate.ts';

const DAY_MS = 86_400_000;

async function newFolder(context: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'stele-tls-'));
  context.after(() => rm(parent, { recursive: true }));
  return join(parent, 'tls');
}

function clockAt(days: number): { nowMs: () => number; monotonicMs: () => number } {
  return { nowMs: () => Date.now() + days * DAY_MS, monotonicMs: () => 0 };
}

const names = ['stele.example.org', '192.0.2.7', '2001:db8::7'];

void test('RFC 5280: a certificate for the names given, on P-256, for a year', async (context) => {
  const folder = await newFolder(context);
  const made = await ownCertificate({ folder, names, clock: clockAt(0) });
  const read = new X509Certificate(made.certificate);
  assert.ok(made.isNew);
  for (const name of ['stele.example.org', 'localhost']) assert.equal(read.checkHost(name), name);
  for (const ip of ['192.0.2.7', '2001:db8::7', '127.0.0.1', '::1']) {
    assert.equal(read.checkIP(ip), ip);
  }
  assert.equal(read.checkHost('example.org'), undefined);
  assert.equal(read.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.ok(read.verify(read.publicKey));
  assert.equal(read.ca, false);
  assert.deepEqual(read.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  assert.equal(made.fingerprint, read.fingerprint256);
  const leftMs = made.expiresAtMs - Date.now();
  assert.ok(Math.abs(leftMs - 365 * DAY_MS) < 60_000);
  assert.ok(read.validFromDate.getTime() < Date.now());
  assert.equal((await stat(join(folder, 'own.pem'))).mode & 0o777, 0o600);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
});

void test('it is kept, until 30 days before its end, or until it names too little', async (context) => {
  const folder = await newFolder(context);
  const first = await ownCertificate({ folder, names, clock: clockAt(0) });
  const again = await ownCertificate({ folder, names: names.slice(1), clock: clockAt(334) });
  assert.deepEqual([again.fingerprint, again.isNew], [first.fingerprint, false]);
  const renewed = await ownCertificate({ folder, names, clock: clockAt(336) });
  assert.ok(renewed.isNew);
  assert.notEqual(renewed.fingerprint, first.fingerprint);
  const more = { folder, names: [...names, 'other.example.org'], clock: clockAt(336) };
  const wider = await ownCertificate(more);
  assert.ok(wider.isNew);
  assert.equal((await ownCertificate(more)).fingerprint, wider.fingerprint);
});

void test('a damaged file is made anew; one that others can read stops the start', async (context) => {
  const folder = await newFolder(context);
  const path = join(folder, 'own.pem');
  const first = await ownCertificate({ folder, names, clock: clockAt(0) });
  const text = await readFile(path, 'utf8');
  for (const damaged of [
    '',
    text.slice(0, 300),
    text.replace('BEGIN PRIVATE', 'BEGIN SECRET'),
    'x'.repeat(99),
  ]) {
    await writeFile(path, damaged);
    assert.ok((await ownCertificate({ folder, names, clock: clockAt(0) })).isNew);
  }
  // The certificate of one with the key of another.
  const other = await readFile(path, 'utf8');
  await writeFile(path, first.certificate + other.slice(other.indexOf('-----BEGIN PRIVATE')));
  assert.ok((await ownCertificate({ folder, names, clock: clockAt(0) })).isNew);
  await chmod(path, 0o640);
  await assert.rejects(ownCertificate({ folder, names, clock: clockAt(0) }), (error) =>
    isCoded(error, 'TLS_KEY_EXPOSED'),
  );
});

void test('a folder that cannot be made is said to be so', async (context) => {
  const folder = await newFolder(context);
  await writeFile(folder, 'a file');
  await assert.rejects(
    ownCertificate({ folder, names, clock: clockAt(0) }),
    (error) => isCoded(error, 'TLS_FILE_UNREADABLE') || isCoded(error, 'TLS_FILE_UNWRITABLE'),
  );
});

void test('what is no name does not get into a certificate', async (context) => {
  const folder = await newFolder(context);
  const long = `${'a'.repeat(60)}!`;
  const odd = ['fe80::1%eth0', 'a b', '*', 'x,DNS:evil.example', '', long, 'a..b', 'ok.example'];
  const { certificate } = await ownCertificate({ folder, names: odd, clock: clockAt(0) });
  const { subjectAltName = '' } = new X509Certificate(certificate);
  assert.deepEqual(subjectAltName.split(', ').sort(), [
    'DNS:localhost',
    'DNS:ok.example',
    'IP Address:0:0:0:0:0:0:0:1',
    'IP Address:127.0.0.1',
  ]);
});

void test('a host that stands for all is known by each of its addresses', () => {
  assert.deepEqual(namesOfHost('stele.example.org'), ['stele.example.org']);
  assert.ok(namesOfHost('0.0.0.0').includes('127.0.0.1'));
});

interface Reached {
  readonly isTrusted: boolean;
  readonly fingerprint: string;
}

/** What a client sees who trusts the certificate `ca`. */
async function reach(port: number, ca: string): Promise<Reached> {
  const socket = tls.connect({ port, host: '127.0.0.1', ca, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return { isTrusted: socket.authorized, fingerprint: fingerprint256 };
}

void test('a server serves it, and a renewed one without a restart', async (context) => {
  const folder = await newFolder(context);
  const own = await ownCertificate({ folder, names, clock: clockAt(0) });
  const { port, server } = await startServer(context, () => undefined, { tls: own });
  const first = { isTrusted: true, fingerprint: own.fingerprint };
  assert.deepEqual(await reach(port, own.certificate), first);
  const wider = await ownCertificate({ folder, names: ['new.example'], clock: clockAt(0) });
  server.renewTls(wider);
  assert.deepEqual(await reach(port, wider.certificate), {
    isTrusted: true,
    fingerprint: wider.fingerprint,
  });
  assert.equal((await reach(port, own.certificate)).isTrusted, false);
});
