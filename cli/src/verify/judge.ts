/** The verdict on a receipt, and what made its chain trusted. */

import { fromHex } from '@stele/base';
import { type DigestAlgorithm, type Verdict, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { tokenVerifier } from '@stele/timestamp';

import { fingerprintsOf, type Trusted, type TrustSource } from './trusted.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly trustedBy: TrustSource | undefined;
}

export interface Evidence {
  readonly receipt: Uint8Array;
  /** Of the file, when one was given. */
  readonly digests: ReadonlyMap<DigestAlgorithm, Uint8Array> | undefined;
}

export interface Believed {
  readonly chains: Trusted;
  /** Certificates of time authorities, DER; undefined: timestamps are not looked at. */
  readonly authorities: readonly Uint8Array[] | undefined;
}

export function judge(
  { receipt, digests }: Evidence,
  { chains, authorities }: Believed,
): Judgement {
  const timestamps = authorities && tokenVerifier({ trustedCertificates: authorities });
  const input = { crypto: nodeCrypto, digests, trusted: fingerprintsOf(chains), timestamps };
  const verdict = verifyReceipt(receipt, input);
  const fingerprint = verdict.chain?.fingerprint;
  if (fingerprint === undefined) return { verdict, trustedBy: undefined };
  const trustedBy = chains.chains.get(fingerprint);
  if (trustedBy !== undefined || !chains.any) return { verdict, trustedBy };
  const anyway = verifyReceipt(receipt, { ...input, trusted: [fromHex(fingerprint)] });
  return { verdict: anyway, trustedBy: 'any' };
}

/** Codes of what is not proven. A receipt is of its moment: whether a later record replaces this one, only the chain knows. */
export function unprovenFacts({ doesNotProve, record }: Verdict): readonly string[] {
  return record?.id === undefined ? doesNotProve : [...doesNotProve, 'not-superseded'];
}
