/**
 * A timestamp token taken apart (RFC 3161, 2.4.2; CMS SignedData, RFC 5652, section 5): form only. What it proves is checked in
 * verify-token.ts. Tokens are accepted in DER only and with exactly one signer.
 */

import { type Certificate, readCertificate } from './certificate.ts';
import {
  childrenOf,
  type DerNode,
  expect,
  malformed,
  oidOf,
  readDer,
  smallInteger,
  TAG,
} from './der.ts';
import { generalizedTimeOf } from './der-time.ts';

export interface Token {
  readonly info: TimestampInfo;
  /** TSTInfo as it stands. */
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signer: SignerInfo;
}

export interface TimestampInfo {
  /** AlgorithmIdentifier. */
  readonly hashAlgorithm: DerNode;
  readonly imprint: Uint8Array;
  readonly timeMs: number;
  /** The INTEGER, if there is one. */
  readonly nonce: DerNode | undefined;
}

export interface SignerInfo {
  /** issuerAndSerialNumber, or [0] with a key identifier. */
  readonly identifier: DerNode;
  readonly digestAlgorithm: DerNode;
  /** The attributes as they are signed: with the tag of a SET OF. */
  readonly signed: Uint8Array;
  readonly attributes: ReadonlyMap<string, DerNode>;
  readonly signatureAlgorithm: DerNode;
  readonly signature: Uint8Array;
}

export const OID = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** Reads a token. Rejects with DER_MALFORMED. */
export function readToken(bytes: Uint8Array): Token {
  const [type, wrapped, ...more] = childrenOf(readDer(bytes), TAG.sequence);
  if (oidOf(type) !== OID.signedData || more.length > 0) throw malformed('not signed data');
  const fields = [...childrenOf(expect(wrapped, TAG.context(0)).children[0], TAG.sequence)];
  const [version, digests, encapsulated] = fields;
  smallInteger(version);
  expect(digests, TAG.set);
  const [signer, ...others] = childrenOf(fields.at(-1), TAG.set);
  if (others.length > 0) throw malformed('more than one signer');
  const certificates = fields.slice(3, -1).find(({ tag }) => tag === TAG.context(0));
  const content = contentOf(encapsulated);
  return {
    info: readInfo(content),
    content,
    certificates: (certificates?.children ?? [])
      .filter(({ tag }) => tag === TAG.sequence)
      .map((node) => readCertificate(node.bytes)),
    signer: readSigner(signer),
  };
}

function contentOf(encapsulated: DerNode | undefined): Uint8Array {
  const [type, wrapped] = childrenOf(encapsulated, TAG.sequence);
  if (oidOf(type) !== OID.timestampInfo) throw malformed('not a timestamp');
  return expect(expect(wrapped, TAG.context(0)).children[0], TAG.octetString).content;
}

function readInfo(content: Uint8Array): TimestampInfo {
  const [version, policy, imprint, serial, time, ...rest] = childrenOf(
    readDer(content),
    TAG.sequence,
  );
  if (smallInteger(version) !== 1) throw malformed('a timestamp of another version than 1');
  oidOf(policy);
  expect(serial, TAG.integer);
  const [hashAlgorithm, hashed] = childrenOf(imprint, TAG.sequence);
  return {
    hashAlgorithm: expect(hashAlgorithm, TAG.sequence),
    imprint: expect(hashed, TAG.octetString).content,
    timeMs: generalizedTimeOf(time),
    nonce: rest.find(({ tag }) => tag === TAG.integer),
  };
}

function readSigner(node: DerNode | undefined): SignerInfo {
  const [version, identifier, digest, attributes, algorithm, signature] = childrenOf(
    node,
    TAG.sequence,
  );
  smallInteger(version);
  const signed = Uint8Array.from(expect(attributes, TAG.context(0)).bytes);
  // RFC 5652, 5.4: the signature is over the attributes with the tag of a SET OF, not the [0] that stands in the message.
  signed[0] = TAG.set;
  if (identifier === undefined) throw malformed('no signer');
  return {
    identifier,
    digestAlgorithm: expect(digest, TAG.sequence),
    signed,
    attributes: readAttributes(childrenOf(attributes, TAG.context(0))),
    signatureAlgorithm: expect(algorithm, TAG.sequence),
    signature: expect(signature, TAG.octetString).content,
  };
}

/** Each attribute once, with one value. */
function readAttributes(nodes: readonly DerNode[]): ReadonlyMap<string, DerNode> {
  const attributes = new Map<string, DerNode>();
  for (const node of nodes) {
    const [type, values] = childrenOf(node, TAG.sequence);
    const [value, ...others] = childrenOf(values, TAG.set);
    const name = oidOf(type);
    if (value === undefined || others.length > 0 || attributes.has(name)) {
      throw malformed('an attribute twice, or without one value');
    }
    attributes.set(name, value);
  }
  return attributes;
}
