/**
 * POST /v1/verifications, behind the route: the verifier that anybody can run alone (spec/receipt.md), run here for those who have no
 * program at hand. The chain it trusts is this service's own; whoever wants to trust nobody runs it himself.
 */

import { fromHex, rejection, utf8 } from '@stele/base';
import { receiptInCertificate } from '@stele/certificate';
import { type Verdict, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import type { Digests } from '@stele/sdk';
import { tokenVerifier } from '@stele/timestamp';

export interface Verification {
  /** JSON or CBOR form; one of the two. */
  readonly receipt?: Uint8Array | undefined;
  /** A certificate PDF with the receipt inside. */
  readonly certificate?: Uint8Array | undefined;
  /** Of the file, when it is at hand. */
  readonly digests?: Digests | undefined;
}

export interface Trust {
  /** Of this chain, 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** Certificates of time authorities, DER. */
  readonly timeAuthorities: readonly Uint8Array[];
}

/** Rejects with VERIFICATION_INCOMPLETE, CERTIFICATE_MALFORMED. What is wrong with a receipt is in the verdict. */
export async function verifyEvidence(given: Verification, trust: Trust): Promise<Verdict> {
  const receipt = await receiptOf(given);
  const { fingerprint, timeAuthorities: trustedCertificates } = trust;
  return verifyReceipt(receipt, {
    crypto: nodeCrypto,
    trusted: [fromHex(fingerprint)],
    timestamps: tokenVerifier({ trustedCertificates }),
    ...(given.digests && { digests: given.digests }),
  });
}

async function receiptOf({ receipt, certificate }: Verification): Promise<Uint8Array> {
  if (receipt !== undefined) return receipt;
  if (certificate !== undefined) return receiptInCertificate(certificate);
  throw rejection('VERIFICATION_INCOMPLETE', 'there is neither a receipt nor a certificate');
}

/** A receipt as a JSON request has it: the JSON form itself, or either form as text (CBOR in base64url). */
export function receiptBytes(receipt: unknown): Uint8Array {
  if (typeof receipt !== 'string') return utf8(JSON.stringify(receipt));
  const isJson = receipt.trimStart().startsWith('{');
  return isJson ? utf8(receipt.toWellFormed()) : new Uint8Array(Buffer.from(receipt, 'base64url'));
}
