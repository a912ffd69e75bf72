/**
 * From the certificate that signed a token to one that the reader trusts (RFC 5280, section 6, without policies and revocation:
 * what an offline reader can check at the token's own time). Names are compared by their bytes.
 */

import { equal, unlessRefused } from '@stele/base';
import {
  allows,
  authorityDepth,
  type Certificate,
  isUnderstood,
  isValidAt,
  KEY_USAGE,
  purposesOf,
} from './certificate.ts';
import { same } from './der.ts';
import { holds } from './signature.ts';

export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const ANY_PURPOSE = '2.5.29.37.0';

/** Certificates between the signer and a trusted one, both counted. */
const PATH_MAX = 6;
/** Signatures that are looked at in all: bounds the work for a token full of certificates of one name. */
const SIGNATURES_MAX = 32;

export interface Surroundings {
  readonly trusted: readonly Certificate[];
  /** Untrusted ones on the way. */
  readonly others: readonly Certificate[];
  readonly timeMs: number;
}

/** Whether a path of valid certificates leads from `signer` to a trusted one, which may be the signer itself. */
export function leadsToTrust(signer: Certificate, around: Surroundings): boolean {
  return climb(signer, [], { ...around, left: { signatures: SIGNATURES_MAX } });
}

interface Climb extends Surroundings {
  readonly left: { signatures: number };
}

function climb(certificate: Certificate, below: readonly Certificate[], search: Climb): boolean {
  if (!isValidAt(certificate, search.timeMs) || !isUnderstood(certificate)) return false;
  if (search.trusted.some(({ der }) => equal(der, certificate.der))) return true;
  const path = [...below, certificate];
  if (path.length >= PATH_MAX) return false;
  for (const issuer of [...search.trusted, ...search.others]) {
    const onPath = path.some(({ der }) => equal(der, issuer.der));
    if (onPath || !mayIssue(issuer, certificate, below.length)) continue;
    if (signedBy(certificate, issuer, search) && climb(issuer, path, search)) {
      return true;
    }
  }
  return false;
}

/**
 * Everything but the signature; `intermediates` is how many authorities stand between the issuer and the signer. An extension of a
 * stranger's certificate that cannot be read makes it useless, not the token invalid.
 */
function mayIssue(issuer: Certificate, subject: Certificate, intermediates: number): boolean {
  if (!same(issuer.subject, subject.issuer)) return false;
  const depth = unlessRefused(() => authorityDepth(issuer));
  if (depth === undefined || depth < intermediates) return false;
  if (unlessRefused(() => allows(issuer, [KEY_USAGE.certificateSign])) !== true) return false;
  const purposes = unlessRefused(() => purposesOf(issuer) ?? { oids: [ANY_PURPOSE] });
  return (
    purposes !== undefined &&
    [ANY_PURPOSE, TIME_STAMPING].some((purpose) => purposes.oids.includes(purpose))
  );
}

function signedBy(
  { signatureAlgorithm: algorithm, signed: message, signature }: Certificate,
  { publicKey }: Certificate,
  { left }: Climb,
): boolean {
  if (left.signatures-- <= 0) return false;
  return unlessRefused(() => holds({ publicKey, algorithm, message, signature })) === true;
}
