/**
 * X.509 certificates (RFC 5280, section 4) as far as a time authority's chain needs them, and lists of them in PEM. Signatures are in
 * signature.ts, paths in chain.ts.
 */

import { fromBase64, isCoded, rejection, toHex } from '@stele/base';
import {
  bitStringOf,
  childrenOf,
  type DerNode,
  expect,
  malformed,
  oidOf,
  readDer,
  same,
  smallInteger,
  TAG,
} from './der.ts';
import { timeOf } from './der-time.ts';

export interface Certificate {
  readonly der: Uint8Array;
  /** What its issuer signed. */
  readonly signed: Uint8Array;
  readonly serial: DerNode;
  readonly issuer: DerNode;
  readonly subject: DerNode;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: DerNode;
  readonly signatureAlgorithm: DerNode;
  readonly signature: Uint8Array;
  readonly extensions: ReadonlyMap<string, Extension>;
}

export interface Extension {
  readonly critical: boolean;
  /** The DER inside its OCTET STRING. */
  readonly value: Uint8Array;
}

const OID = {
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Extensions this package looks at; a critical one beside these makes a certificate unusable (RFC 5280, 4.2). */
const UNDERSTOOD: readonly string[] = [OID.keyUsage, OID.basicConstraints, OID.extendedKeyUsage];

/** Reads a certificate. Rejects with DER_MALFORMED. */
export function readCertificate(der: Uint8Array): Certificate {
  const [tbs, algorithm, signature, ...more] = childrenOf(readDer(der), TAG.sequence);
  const fields = [...childrenOf(tbs, TAG.sequence)];
  if (fields[0]?.tag === TAG.context(0)) fields.shift();
  const [serial, inner, issuer, validity, subject, publicKey, ...rest] = fields;
  const [notBefore, notAfter] = childrenOf(validity, TAG.sequence);
  const signatureAlgorithm = expect(algorithm, TAG.sequence);
  if (more.length > 0 || !same(expect(inner, TAG.sequence), signatureAlgorithm)) {
    throw malformed('a certificate that names two signature algorithms');
  }
  return {
    der,
    signed: expect(tbs, TAG.sequence).bytes,
    serial: expect(serial, TAG.integer),
    issuer: expect(issuer, TAG.sequence),
    subject: expect(subject, TAG.sequence),
    notBeforeMs: timeOf(notBefore),
    notAfterMs: timeOf(notAfter),
    publicKey: expect(publicKey, TAG.sequence),
    signatureAlgorithm,
    signature: bitStringOf(signature),
    extensions: readExtensions(rest.find(({ tag }) => tag === TAG.context(3))),
  };
}

function readExtensions(wrapper: DerNode | undefined): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  if (wrapper === undefined) return extensions;
  for (const node of childrenOf(wrapper.children[0], TAG.sequence)) {
    const [id, ...rest] = childrenOf(node, TAG.sequence);
    const name = oidOf(id);
    if (extensions.has(name)) throw malformed('an extension twice');
    const marked = rest[0]?.tag === TAG.boolean;
    const value = expect(rest[marked ? 1 : 0], TAG.octetString).content;
    // DER leaves a default out; authorities that write FALSE are common enough to be let through.
    extensions.set(name, { critical: marked && rest[0]?.content[0] === 0xff, value });
  }
  return extensions;
}

/** Whether a moment lies in a certificate's validity, both ends included. */
export function isValidAt({ notBeforeMs, notAfterMs }: Certificate, timeMs: number): boolean {
  // notAfter has seconds, and the whole of its last second counts.
  return notBeforeMs <= timeMs && timeMs <= notAfterMs + 999;
}

/** Whether every critical extension is one that is looked at. */
export function isUnderstood({ extensions }: Certificate): boolean {
  return [...extensions].every(([id, { critical }]) => !critical || UNDERSTOOD.includes(id));
}

/** `cA` with the longest chain below it; undefined when it is no authority. */
export function authorityDepth({ extensions }: Certificate): number | undefined {
  const extension = extensions.get(OID.basicConstraints);
  if (extension === undefined) return undefined;
  const [ca, pathLength] = childrenOf(readDer(extension.value), TAG.sequence);
  if (ca?.tag !== TAG.boolean || ca.content[0] !== 0xff) return undefined;
  return pathLength === undefined ? Infinity : smallInteger(pathLength);
}

/** Purposes of the extended key usage, and whether it is critical; undefined without the extension. */
export function purposesOf({
  extensions,
}: Certificate): { readonly oids: readonly string[]; readonly critical: boolean } | undefined {
  const extension = extensions.get(OID.extendedKeyUsage);
  if (extension === undefined) return undefined;
  const oids = childrenOf(readDer(extension.value), TAG.sequence).map(oidOf);
  return { oids, critical: extension.critical };
}

export const KEY_USAGE = { digitalSignature: 0, contentCommitment: 1, certificateSign: 5 } as const;

/** Whether the key usage allows one of the uses; without the extension everything is allowed. */
export function allows({ extensions }: Certificate, uses: readonly number[]): boolean {
  const extension = extensions.get(OID.keyUsage);
  if (extension === undefined) return true;
  const [, bits = 0] = expect(readDer(extension.value), TAG.bitString).content;
  return uses.some((use) => (bits & (0x80 >> use)) !== 0);
}

/** The subject key identifier, if the certificate has one. */
export function keyIdentifierOf({ extensions }: Certificate): Uint8Array | undefined {
  const extension = extensions.get(OID.subjectKeyIdentifier);
  return extension && expect(readDer(extension.value), TAG.octetString).content;
}

/** The last common name of the subject, for readers; its serial number in hex when it has none. */
export function nameOf({ subject, serial }: Certificate): string {
  const attributes = subject.children.flatMap(({ children }) => children);
  const named = attributes.findLast(
    ({ children: [id] }) => id?.tag === TAG.oid && oidOf(id) === OID.commonName,
  );
  const name = new TextDecoder().decode(named?.children[1]?.content);
  return name === '' ? `certificate ${toHex(serial.content)}` : name;
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM text (RFC 7468), as DER, in their order; text between them is ignored. Rejects with
 * CERTIFICATE_UNREADABLE: none in it, or one that is no certificate.
 */
export function certificatesFromPem(pem: string): readonly Uint8Array[] {
  const blocks = [...pem.matchAll(PEM_BLOCK)].map(([, body = '']) => body.replaceAll(/\s/g, ''));
  if (blocks.length === 0) throw unreadable('there is none in the text');
  return blocks.map((block) => trustedCertificate(decoded(block)).der);
}

function decoded(block: string): Uint8Array {
  try {
    return fromBase64(block);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw unreadable(cause.message, cause);
  }
}

/** Reads a certificate that somebody said to trust. Rejects with CERTIFICATE_UNREADABLE. */
export function trustedCertificate(der: Uint8Array): Certificate {
  try {
    return readCertificate(der);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw unreadable(cause.message, cause);
  }
}

function unreadable(why: string, cause?: unknown): Error {
  return rejection('CERTIFICATE_UNREADABLE', `a certificate cannot be read: ${why}`, {
    action:
      'Give certificates in PEM, each between its BEGIN CERTIFICATE and END CERTIFICATE lines.',
    cause,
  });
}
