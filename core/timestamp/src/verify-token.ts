/**
 * What a timestamp token proves (spec/receipt.md, "Timestamps"; RFC 3161, RFC 5652, RFC 5816): that somebody with the key of a time
 * authority saw an imprint at a time. A pure function of token, imprint and trusted certificates: no clock, no network, no revocation.
 */

import { equal, isCoded, rejection } from '@stele/base';
import { TIMESTAMP_TOKEN_BYTES_MAX, type TokenVerdict } from '@stele/protocol';
import {
  allows,
  type Certificate,
  isUnderstood,
  isValidAt,
  KEY_USAGE,
  keyIdentifierOf,
  nameOf,
  purposesOf,
  trustedCertificate,
} from './certificate.ts';
import { leadsToTrust, TIME_STAMPING } from './chain.ts';
import { childrenOf, type DerNode, expect, oidOf, same, TAG } from './der.ts';
import { digest } from './public-key.ts';
import { hashOf, holds } from './signature.ts';
import { OID, readToken, type Token } from './token.ts';

export interface TokenTrust {
  /** Certificates of time authorities, or of those that issue them, in DER. */
  readonly trustedCertificates: readonly Uint8Array[];
}

/** The verdict on a token over `imprint` (32 bytes, SHA-256): what `verifyReceipt` asks for as its `timestamps`. */
export type TokenVerifier = (token: Uint8Array, imprint: Uint8Array) => TokenVerdict;

/**
 * A verifier that believes these certificates; rejects with CERTIFICATE_UNREADABLE for one that is none, before any token is looked
 * at, because that is the reader's mistake. The verifier never throws for a token. Codes of an invalid one, in the order of the
 * checks: TIMESTAMP_MALFORMED, TIMESTAMP_IMPRINT_MISMATCH, TIMESTAMP_SIGNER_MISSING, TIMESTAMP_ALGORITHM_UNKNOWN,
 * TIMESTAMP_SIGNATURE_INVALID, TIMESTAMP_SIGNER_UNFIT, TIMESTAMP_SIGNER_EXPIRED.
 */
export function tokenVerifier({ trustedCertificates }: TokenTrust): TokenVerifier {
  const trusted = trustedCertificates.map(trustedCertificate);
  return (token, imprint) => {
    try {
      return judge(token, imprint, trusted);
    } catch (error) {
      if (!isCoded(error)) throw error;
      const code = error.code === 'DER_MALFORMED' ? 'TIMESTAMP_MALFORMED' : error.code;
      return { kind: 'invalid', code, detail: error.message };
    }
  };
}

function judge(
  bytes: Uint8Array,
  imprint: Uint8Array,
  trusted: readonly Certificate[],
): TokenVerdict {
  if (bytes.length > TIMESTAMP_TOKEN_BYTES_MAX) {
    throw rejection('TIMESTAMP_MALFORMED', 'a timestamp is larger than 16 KiB');
  }
  const token = readToken(bytes);
  const { timeMs } = token.info;
  checkImprint(token, imprint);
  const signer = signerOf(token);
  checkSignature(token, signer);
  checkFitness(signer, timeMs);
  const others = token.certificates;
  const kind = leadsToTrust(signer, { trusted, others, timeMs }) ? 'valid' : 'untrusted';
  return { kind, timeMs, authority: nameOf(signer) };
}

const SHA_256 = '2.16.840.1.101.3.4.2.1';

function checkImprint({ info }: Token, imprint: Uint8Array): void {
  const id = oidOf(info.hashAlgorithm.children[0]);
  if (id !== SHA_256 || !equal(info.imprint, imprint)) {
    throw rejection('TIMESTAMP_IMPRINT_MISMATCH', 'a timestamp is of something else');
  }
}

/** The certificate that the signed attributes name by its hash (RFC 5035), which must be the one the signer info names. */
function signerOf({ certificates, signer }: Token): Certificate {
  const named = [
    namedBy(signer.attributes.get(OID.signingCertificate), certificates, false),
    namedBy(signer.attributes.get(OID.signingCertificateV2), certificates, true),
  ].flat();
  const [first] = named;
  const agreed = first !== undefined && named.every((one) => one === first);
  if (!agreed || !identifies(signer.identifier, first)) {
    throw rejection('TIMESTAMP_SIGNER_MISSING', 'a timestamp without its signing certificate');
  }
  return first;
}

/** Nothing without the attribute; else the certificate, or undefined when it is not in the token. */
function namedBy(
  attribute: DerNode | undefined,
  certificates: readonly Certificate[],
  v2: boolean,
): readonly (Certificate | undefined)[] {
  if (attribute === undefined) return [];
  const [list] = childrenOf(attribute, TAG.sequence);
  const [first] = childrenOf(list, TAG.sequence);
  const fields = [...childrenOf(first, TAG.sequence)];
  const algorithm = v2 && fields[0]?.tag === TAG.sequence ? fields.shift() : undefined;
  const hash = expect(fields[0], TAG.octetString).content;
  // SHA-1 only picks one of the certificates here; the signature is checked with the key of the one picked.
  const name = v2 ? (algorithm ? hashOf(algorithm) : 'SHA-256') : 'SHA-1';
  for (const certificate of certificates) {
    if (equal(digest(name, certificate.der), hash)) return [certificate];
  }
  return [undefined];
}

function identifies(identifier: DerNode, certificate: Certificate): boolean {
  if (identifier.tag === TAG.contextPrimitive(0)) {
    const own = keyIdentifierOf(certificate);
    return own !== undefined && equal(own, identifier.content);
  }
  const [issuer, serial] = childrenOf(identifier, TAG.sequence);
  return (
    same(expect(issuer, TAG.sequence), certificate.issuer) &&
    same(expect(serial, TAG.integer), certificate.serial)
  );
}

/** RFC 5652, 5.4: content type, digest of the content, signature over the attributes. */
function checkSignature({ content, signer }: Token, certificate: Certificate): void {
  const hash = hashOf(signer.digestAlgorithm);
  const type = signer.attributes.get(OID.contentType);
  const stated = expect(signer.attributes.get(OID.messageDigest), TAG.octetString).content;
  const valid =
    oidOf(type) === OID.timestampInfo &&
    holds({
      publicKey: certificate.publicKey,
      algorithm: signer.signatureAlgorithm,
      hash,
      message: signer.signed,
      signature: signer.signature,
    }) &&
    equal(digest(hash, content), stated);
  if (!valid) throw rejection('TIMESTAMP_SIGNATURE_INVALID', 'the signature of a timestamp');
}

/** RFC 3161, 2.3: a key for timestamps and nothing else, marked critical. */
function checkFitness(signer: Certificate, timeMs: number): void {
  const purposes = purposesOf(signer);
  const alone = purposes?.oids.length === 1 && purposes.oids[0] === TIME_STAMPING;
  const uses = [KEY_USAGE.digitalSignature, KEY_USAGE.contentCommitment];
  if (!alone || !purposes.critical || !allows(signer, uses) || !isUnderstood(signer)) {
    throw rejection(
      'TIMESTAMP_SIGNER_UNFIT',
      "the certificate of a timestamp's signer is not one for timestamps",
    );
  }
  if (!isValidAt(signer, timeMs)) {
    throw rejection(
      'TIMESTAMP_SIGNER_EXPIRED',
      "the signer's certificate was not valid at the timestamp's time",
    );
  }
}
