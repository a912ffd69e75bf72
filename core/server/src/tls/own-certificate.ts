/**
 * The certificate of a server that others can reach and that was given none: made once, kept in one file of the data folder beside
 * its key, and made anew when it is about to expire or names something else. The certificate's fingerprint is what an operator
 * reads to those who connect.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { failure } from '@stele/base';
import type { Clock } from '@stele/base';
import type { PemPair } from './make-certificate.ts';

export interface OwnCertificate extends PemPair {
  /** SHA-256 of the certificate, as browsers and openssl show it: upper-case hex with colons. */
  readonly fingerprint: string;
  readonly expiresAtMs: number;
  /** Whether it was made just now: then readers of the old fingerprint have to be told. */
  readonly isNew: boolean;
}

export interface OwnCertificateOptions {
  /** `<data>/tls`; made when it is not there. */
  readonly folder: string;
  /** Host names and addresses that clients use; localhost and its addresses are always among them. */
  readonly names: readonly string[];
  readonly clock: Clock;
}

/** With less left than this a new one is made. */
const RENEW_MS = 30 * 86_400_000;
const FILE = 'own.pem';
const LOCAL = ['localhost', '127.0.0.1', '::1'];

/** The certificate in the folder, or a new one. Fails with TLS_KEY_EXPOSED, TLS_FILE_UNREADABLE, TLS_FILE_UNWRITABLE. */
export async function ownCertificate(options: OwnCertificateOptions): Promise<OwnCertificate> {
  const path = join(options.folder, FILE);
  const names = [...new Set([...LOCAL, ...options.names.filter(isName)])];
  const nowMs = options.clock.nowMs();
  const kept = pairIn(await readKept(path));
  if (kept !== undefined && isGoodFor(kept, names, nowMs)) return described(kept, false);
  const { makeCertificate } = await import('./make-certificate.ts');
  const made = await makeCertificate(names, nowMs);
  await keep(options.folder, path, made);
  return described(made, true);
}

/**
 * The names that a server listening on `host` is reached by: itself; where it stands for every address of the machine, those and the
 * machine's name.
 */
export function namesOfHost(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((list = []) =>
    list.map(({ address }) => address),
  );
  return [hostname(), ...addresses];
}

function isLabel(text: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(text);
}

/** What may stand in a certificate: addresses without a zone, and names of the form of RFC 1123 §2.1. */
function isName(name: string): boolean {
  if (isIP(name) !== 0) return !name.includes('%');
  return name.length <= 253 && name.replace(/\.$/, '').split('.').every(isLabel);
}

async function readKept(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw exposed(path);
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code === 'ENOENT') return undefined;
    if (code === 'TLS_KEY_EXPOSED') throw cause;
    throw failure('TLS_FILE_UNREADABLE', `${path} cannot be read`, {
      action: 'Check that the user of this server may read it, or remove it: a new one is made.',
      cause,
    });
  }
}

function exposed(path: string): Error {
  return failure('TLS_KEY_EXPOSED', `others on this machine can read the key in ${path}`, {
    action: 'Remove the file; a new certificate is made at the next start.',
  });
}

const PEM = /-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n?/g;

/** Undefined for a file that is damaged: it holds nothing that could not be made again. */
function pairIn(text: string | undefined): PemPair | undefined {
  const blocks = [...(text ?? '').matchAll(PEM)];
  const block = (label: string): string => blocks.find(([, name]) => name === label)?.[0] ?? '';
  const pair = { certificate: block('CERTIFICATE'), key: block('PRIVATE KEY') };
  try {
    const isPair = new X509Certificate(pair.certificate).checkPrivateKey(
      createPrivateKey(pair.key),
    );
    return isPair ? pair : undefined;
  } catch {
    return undefined;
  }
}

function isGoodFor({ certificate }: PemPair, names: readonly string[], nowMs: number): boolean {
  const read = new X509Certificate(certificate);
  const isCurrent = nowMs >= read.validFromDate.getTime();
  const isLasting = read.validToDate.getTime() - nowMs >= RENEW_MS;
  const covers = (name: string): boolean =>
    (isIP(name) === 0 ? read.checkHost(name) : read.checkIP(name)) !== undefined;
  return isCurrent && isLasting && names.every(covers);
}

function described(pair: PemPair, isNew: boolean): OwnCertificate {
  const { fingerprint256, validToDate } = new X509Certificate(pair.certificate);
  return { ...pair, fingerprint: fingerprint256, expiresAtMs: validToDate.getTime(), isNew };
}

/** Certificate and key in one file, so that a crash leaves either the old pair or the new one. */
async function keep(folder: string, path: string, { certificate, key }: PemPair): Promise<void> {
  const draft = `${path}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(draft, 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(certificate + key);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    throw failure('TLS_FILE_UNWRITABLE', `${path} cannot be written`, {
      action: 'Check that the user of this server may write to the folder and that there is space.',
      cause,
    });
  }
}
