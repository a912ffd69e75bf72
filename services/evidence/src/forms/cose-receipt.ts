/**
 * A record's receipt as a COSE Receipt (RFC 9942): a COSE_Sign1 (RFC 9052) whose detached payload is the log's root, with an inclusion
 * proof by which a reader computes that root from the entry. It is signed by the service, and says no more than that the service saw
 * the entry in the log: charter, statements, cosignatures are not in it.
 *
 * Rejected: the log key as signer. It signs checkpoints of its chain and nothing else.
 */

import { utf8 } from '@stele/base';
import { encode, parseProof, type Receipt, type Signer } from '@stele/protocol';
import { array, labels, tagged } from './cose-cbor.ts';
import { coseAlgorithm, keyIdentifier } from './cose-key.ts';

export interface CoseIssuer {
  readonly signer: Signer;
  /** Claim `iss`: who makes the receipt, as a URI. */
  readonly issuer: string;
  /** Claim `sub`: what the receipt is of, as a URI. */
  readonly subject: string;
}

const TAG_SIGN1 = 18;
const HEADER = { algorithm: 1, keyIdentifier: 4, claims: 15, structure: 395, proofs: 396 } as const;
const CLAIM = { issuer: 1, subject: 2 } as const;
/** COSE Verifiable Data Structures: a tree of RFC 9162 over SHA-256, which for inclusion is that of RFC 6962. */
const RFC9162_SHA256 = 1;
const PROOF_INCLUSION = -1;

/** The encoded COSE_Sign1 of `receipt`, with tag 18. Rejects with PROOF_MALFORMED. */
export function coseReceipt(receipt: Receipt, { signer, issuer, subject }: CoseIssuer): Uint8Array {
  const { index, path, signed } = parseProof(receipt.proof);
  const { size, root } = signed.checkpoint;
  const claims = labels([
    [CLAIM.issuer, issuer],
    [CLAIM.subject, subject],
  ]);
  const { encoded: protectedHeader } = labels([
    [HEADER.algorithm, coseAlgorithm(signer)],
    [HEADER.keyIdentifier, keyIdentifier(signer)],
    [HEADER.claims, claims],
    [HEADER.structure, RFC9162_SHA256],
  ]);
  const proof = encode([size, index, path]);
  const unprotected = labels([[HEADER.proofs, labels([[PROOF_INCLUSION, [proof]]])]]);
  const signature = signer.sign(signedBytes(protectedHeader, root));
  return tagged(TAG_SIGN1, array(protectedHeader, unprotected, null, signature)).encoded;
}

/** Sig_structure of a COSE_Sign1 without external data (RFC 9052, 4.4). */
function signedBytes(protectedHeader: Uint8Array, payload: Uint8Array): Uint8Array {
  return encode(['Signature1', protectedHeader, utf8(''), payload]);
}
