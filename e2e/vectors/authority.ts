/**
 * A time authority in miniature: certificates and RFC 3161 tokens from fixed keys, the same on every run, and every fault a token can
 * have. Its DER is written here, byte by byte, and shares nothing with the code that reads tokens.
 */

import { p256 } from '@noble/curves/nist.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { concat, utf8 } from '@stele/base';
import { type Crypto, portableCrypto } from '@stele/protocol';
import { seeded, START_MS } from './world.ts';

const crypto: Crypto = portableCrypto;
export const sha256 = (bytes: Uint8Array): Uint8Array => crypto.hash(1, bytes);

export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concat(...contents);
  const { length } = content;
  if (length < 0x80) return concat(Uint8Array.of(tag, length), content);
  if (length < 0x100) return concat(Uint8Array.of(tag, 0x81, length), content);
  return concat(Uint8Array.of(tag, 0x82, length >> 8, length & 0xff), content);
}
export const sequence = (...contents: readonly Uint8Array[]): Uint8Array => der(0x30, ...contents);
export const set = (...contents: readonly Uint8Array[]): Uint8Array => der(0x31, ...contents);
export const integer = (...octets: readonly number[]): Uint8Array =>
  der(2, Uint8Array.of(...octets));
export const octets = (bytes: Uint8Array): Uint8Array => der(4, bytes);
const bits = (bytes: Uint8Array): Uint8Array => der(3, Uint8Array.of(0), bytes);
const TRUE = der(1, Uint8Array.of(0xff));

/** Object identifiers by their content octets in hex, as the standards' tables print them. */
export const oid = (hex: string): Uint8Array => der(6, Uint8Array.from(Buffer.from(hex, 'hex')));
const OIDS = {
  commonName: '550403',
  ecPublicKey: '2a8648ce3d0201',
  p256: '2a8648ce3d030107',
  ecdsaSha256: '2a8648ce3d040302',
  sha256: '608648016503040201',
  keyUsage: '551d0f',
  basicConstraints: '551d13',
  keyIdentifier: '551d0e',
  extendedKeyUsage: '551d25',
  timeStamping: '2b06010505070308',
  serverAuth: '2b06010505070301',
  signedData: '2a864886f70d010702',
  timestampInfo: '2a864886f70d0109100104',
  contentType: '2a864886f70d010903',
  messageDigest: '2a864886f70d010904',
  signingCertificate: '2a864886f70d010910020c',
  signingCertificateV2: '2a864886f70d010910022f',
  policy: '2a0304',
} as const;
export { OIDS };

export const SHA_256 = sequence(oid(OIDS.sha256));
export const ECDSA = sequence(oid(OIDS.ecdsaSha256));

export interface Key {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export function keyOf(label: string): Key {
  const secret = new Uint8Array(seeded(`authority/${label}`));
  return {
    publicKey: p256.getPublicKey(secret, false),
    sign: (message) => p256.sign(message, secret, { format: 'der' }),
  };
}

export const generalizedTime = (timeMs: number): Uint8Array =>
  der(0x18, utf8(`${new Date(timeMs).toISOString().replaceAll(/[-:T]|\.000Z/g, '')}Z`));

const nameOf = (text: string): Uint8Array =>
  sequence(set(sequence(oid(OIDS.commonName), der(0x0c, utf8(text)))));

export function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));
}

export const forTimestamps = (critical = true, ...more: readonly Uint8Array[]): Uint8Array =>
  extension(OIDS.extendedKeyUsage, sequence(oid(OIDS.timeStamping), ...more), critical);
export const isAuthority = (...pathLength: readonly Uint8Array[]): Uint8Array =>
  extension(OIDS.basicConstraints, sequence(TRUE, ...pathLength), true);
export const keyUsage = (octet: number): Uint8Array =>
  extension(OIDS.keyUsage, der(3, Uint8Array.of(0, octet)), true);
const keyIdentifier = (label: string): Uint8Array =>
  extension(OIDS.keyIdentifier, octets(seeded(`identifier/${label}`, 20)));

export interface CertificatePlan {
  readonly name: string;
  /** Name of who signs it; itself by default. */
  readonly by?: string;
  /** Label of its key; its name by default. */
  readonly key?: string;
  readonly extensions: readonly Uint8Array[];
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
}

const YEAR_MS = 31_536_000_000;
const SERIAL = integer(0x51);

export function certificateOf(plan: CertificatePlan): Uint8Array {
  const { name, by = name, key = name, extensions } = plan;
  const { notBeforeMs = START_MS - YEAR_MS, notAfterMs = START_MS + YEAR_MS } = plan;
  const tbs = sequence(
    der(0xa0, integer(2)),
    SERIAL,
    ECDSA,
    nameOf(by),
    sequence(generalizedTime(notBeforeMs), generalizedTime(notAfterMs)),
    nameOf(name),
    sequence(sequence(oid(OIDS.ecPublicKey), oid(OIDS.p256)), bits(keyOf(key).publicKey)),
    der(0xa3, sequence(keyIdentifier(name), ...extensions)),
  );
  return sequence(tbs, ECDSA, bits(keyOf(by).sign(tbs)));
}

export const ROOT = certificateOf({
  name: 'Root',
  extensions: [isAuthority(), keyUsage(0x04)],
});
export const SIGNER_PLAN: CertificatePlan = {
  name: 'Time Authority 一',
  by: 'Root',
  extensions: [keyUsage(0x80), forTimestamps()],
};
export const SIGNER = certificateOf(SIGNER_PLAN);

/** A token; every part can be replaced by a broken one. */
export interface TokenPlan {
  readonly imprint: Uint8Array;
  readonly timeMs?: number;
  readonly certificate?: Uint8Array;
  /** Whose key signs; the certificate's by default. */
  readonly signedBy?: string;
  /** Beside the signing certificate. */
  readonly others?: readonly Uint8Array[];
  readonly version?: number;
  readonly imprintAlgorithm?: Uint8Array;
  readonly time?: Uint8Array;
  readonly attributes?: (standard: readonly Uint8Array[]) => readonly Uint8Array[];
  readonly identifier?: Uint8Array;
  readonly digestAlgorithm?: Uint8Array;
  readonly signatureAlgorithm?: Uint8Array;
  readonly signerInfos?: (one: Uint8Array) => readonly Uint8Array[];
  /** Of the TSTInfo after it was signed. */
  readonly tamper?: (info: Uint8Array) => Uint8Array;
}

export function tokenOf(plan: TokenPlan): Uint8Array {
  const { certificate = SIGNER, others = [] } = plan;
  const info = infoOf(plan);
  const shown = plan.tamper?.(info) ?? info;
  const signer = signerInfoOf(plan, certificate, info);
  const signedData = sequence(
    integer(3),
    set(SHA_256),
    sequence(oid(OIDS.timestampInfo), der(0xa0, octets(shown))),
    der(0xa0, certificate, ...others),
    set(...(plan.signerInfos?.(signer) ?? [signer])),
  );
  return sequence(oid(OIDS.signedData), der(0xa0, signedData));
}

function infoOf(plan: TokenPlan): Uint8Array {
  const { version = 1, imprintAlgorithm = SHA_256, imprint, timeMs = START_MS + 8_000 } = plan;
  return sequence(
    integer(version),
    oid(OIDS.policy),
    sequence(imprintAlgorithm, octets(imprint)),
    integer(7),
    plan.time ?? generalizedTime(timeMs),
    integer(0x2a),
  );
}

function signerInfoOf(plan: TokenPlan, certificate: Uint8Array, info: Uint8Array): Uint8Array {
  const standard = [
    attribute(OIDS.contentType, oid(OIDS.timestampInfo)),
    attribute(OIDS.messageDigest, octets(sha256(info))),
    signingCertificateV2(certificate),
  ];
  const attributes = plan.attributes?.(standard) ?? standard;
  const { digestAlgorithm = SHA_256, signatureAlgorithm = ECDSA } = plan;
  return sequence(
    integer(1),
    plan.identifier ?? issuerAndSerial(SIGNER_PLAN.by ?? ''),
    digestAlgorithm,
    der(0xa0, ...attributes),
    signatureAlgorithm,
    octets(keyOf(plan.signedBy ?? SIGNER_PLAN.name).sign(set(...attributes))),
  );
}

export const issuerAndSerial = (issuer: string, serial = SERIAL): Uint8Array =>
  sequence(nameOf(issuer), serial);
export const byKeyIdentifier = (label: string): Uint8Array =>
  der(0x80, seeded(`identifier/${label}`, 20));

export function attribute(id: string, value: Uint8Array): Uint8Array {
  return sequence(oid(id), set(value));
}

export const signingCertificateV2 = (certificate: Uint8Array): Uint8Array =>
  attribute(OIDS.signingCertificateV2, sequence(sequence(sequence(octets(sha256(certificate))))));
export const signingCertificate = (certificate: Uint8Array): Uint8Array =>
  attribute(OIDS.signingCertificate, sequence(sequence(sequence(octets(sha1(certificate))))));
