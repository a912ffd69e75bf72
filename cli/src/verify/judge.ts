/** The verdict on a receipt, and what made its chain trusted. */

import { fromHex } from '@stele/base';
import { type DigestAlgorithm, type Verdict, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { fingerprintsOf, type Trusted, type TrustSource } from './trusted.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly trustedBy: TrustSource | undefined;
}

export function judge(
  receipt: Uint8Array,
  digests: ReadonlyMap<DigestAlgorithm, Uint8Array> | undefined,
  trusted: Trusted,
): Judgement {
  const input = { crypto: nodeCrypto, digests, trusted: fingerprintsOf(trusted) };
  const verdict = verifyReceipt(receipt, input);
  const fingerprint = verdict.chain?.fingerprint;
  if (fingerprint === undefined) return { verdict, trustedBy: undefined };
  const trustedBy = trusted.chains.get(fingerprint);
  if (trustedBy !== undefined || !trusted.any) return { verdict, trustedBy };
  const anyway = verifyReceipt(receipt, { ...input, trusted: [fromHex(fingerprint)] });
  return { verdict: anyway, trustedBy: 'any' };
}
