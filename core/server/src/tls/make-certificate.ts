/**
 * A certificate that a server makes for itself (RFC 5280): ECDSA P-256, signed by its own key, for one year. It keeps strangers from
 * reading along; that the server is the right one, its fingerprint tells. Encoded with pkijs.
 */

import { KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { Integer, OctetString, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CryptoEngine,
  ExtKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
} from 'pkijs';
import { addressBytes } from '../address-bytes.ts';

export interface PemPair {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
}

const YEAR_MS = 365 * 86_400_000;
/** Clocks of clients may be behind. */
const LEAD_MS = 3_600_000;
const OID = {
  commonName: '2.5.4.3',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
};

/** A new key and its certificate for host names and addresses, valid from about `nowMs`. */
export async function makeCertificate(names: readonly string[], nowMs: number): Promise<PemPair> {
  const engine = new CryptoEngine({ name: 'node', crypto: globalThis.crypto });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = await globalThis.crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = bareCertificate(nowMs);
  certificate.extensions = extensionsFor(names);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  await certificate.sign(keys.privateKey, 'SHA-256', engine);
  const der = Buffer.from(certificate.toSchema().toBER());
  return {
    certificate: new X509Certificate(der).toString(),
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function bareCertificate(nowMs: number): Certificate {
  const certificate = new Certificate();
  // X.509 version 3.
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: serialNumber().buffer });
  for (const name of [certificate.issuer, certificate.subject]) {
    const value = new Utf8String({ value: 'Stele' });
    name.typesAndValues.push(new AttributeTypeAndValue({ type: OID.commonName, value }));
  }
  certificate.notBefore.value = new Date(nowMs - LEAD_MS);
  certificate.notAfter.value = new Date(nowMs + YEAR_MS);
  return certificate;
}

/** RFC 5280 §4.1.2.2: positive, at most 20 bytes, and as DER has it without needless zeros before it. */
function serialNumber(): Uint8Array<ArrayBuffer> {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function extensionsFor(names: readonly string[]): Extension[] {
  const alternatives = new GeneralNames({ names: names.map(generalName) });
  const usage = new ExtKeyUsage({ keyPurposes: [OID.serverAuthentication] });
  return [
    extension(OID.alternativeNames, alternatives),
    extension(OID.basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(OID.extendedKeyUsage, usage),
  ];
}

interface Encodable {
  toSchema(): { toBER(sizeOnly?: boolean): ArrayBuffer };
}

function extension(extnID: string, value: Encodable, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: value.toSchema().toBER(false) });
}

/** RFC 5280 §4.2.1.6: dNSName is 2, iPAddress is 7. */
function generalName(name: string): GeneralName {
  if (isIP(name) === 0) return new GeneralName({ type: 2, value: name });
  const value = new OctetString({ valueHex: addressBytes(name).buffer });
  return new GeneralName({ type: 7, value });
}
