/**
 * The verdict on a receipt, by the protocol's own verification with portable cryptography: the same function that servers and the
 * command line use, here without server and network. Beside the verdict stand the particulars that a page shows next to the steps.
 */

import { fromHex, isCoded, toHex } from '@stele/base';
import {
  type DigestAlgorithm,
  digestName,
  leafHash,
  parseProof,
  parseReceipt,
  portableCrypto,
  type Receipt,
  rootFromInclusion,
  type TokenVerdict,
  type Verdict,
  verifyReceipt,
} from '@stele/protocol';
import { tokenVerdicts } from '@stele/timestamp';

import type { Digests } from './hash/digest-blob.ts';
import { recordedDigests } from './recorded-digests.ts';

export interface JudgeInput {
  /** JSON or CBOR form. */
  readonly receipt: Uint8Array;
  /** Of the file; absent when there is none. */
  readonly digests?: Digests | undefined;
  /** Fingerprints of the chains that the reader trusts, 64 lower-case digits. */
  readonly trusted: readonly string[];
}

export interface PageVerdict extends Verdict {
  /** Every timestamp that holds, and whose authority nobody here was asked to trust. */
  readonly stamps: readonly StatedTime[];
  /** Both sides of what was compared, by step. */
  readonly compared: Readonly<Partial<Record<string, readonly Comparison[]>>>;
}

export interface StatedTime {
  readonly authority: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface Comparison {
  readonly what: string;
  /** What was worked out here. */
  readonly computed: string;
  /** What the receipt says. */
  readonly stated: string;
}

/** Never rejects for a receipt, whatever it is: what is wrong with it is in the verdict. */
export async function judge({ receipt, digests, trusted }: JudgeInput): Promise<PageVerdict> {
  const seen: TokenVerdict[] = [];
  const verdictOf = await tokenVerdicts(receipt, {
    crypto: portableCrypto,
    trustedCertificates: [],
  });
  const verdict = verifyReceipt(receipt, {
    crypto: portableCrypto,
    digests,
    trusted: trusted.map(fromHex),
    timestamps: (token, imprint) => {
      const found = verdictOf(token, imprint);
      seen.push(found);
      return found;
    },
  });
  return { ...verdict, stamps: seen.flatMap(statedTime), compared: comparisons(receipt, digests) };
}

function statedTime(verdict: TokenVerdict): readonly StatedTime[] {
  if (verdict.kind === 'invalid') return [];
  return [{ authority: verdict.authority, at: new Date(verdict.timeMs).toISOString() }];
}

/** Nothing of a receipt that cannot be read: its steps say why. */
function comparisons(bytes: Uint8Array, digests: Digests | undefined): PageVerdict['compared'] {
  const receipt = tolerant(() => parseReceipt(bytes));
  if (receipt === undefined) return {};
  const root = tolerant(() => comparedRoot(receipt));
  const file = digests && tolerant(() => comparedDigests(receipt, digests));
  return { ...(root && { inclusion: [root] }), ...(file && { file }) };
}

function comparedRoot({ proof, entry }: Receipt): Comparison {
  const { index, path, signed } = parseProof(proof);
  const { size, root } = signed.checkpoint;
  const hash = (input: Uint8Array): Uint8Array => portableCrypto.hash(1, input);
  const leaf = leafHash(hash, entry);
  const computed = rootFromInclusion(hash, { index, size, leafHash: leaf, path });
  return { what: 'root', computed: computed ? toHex(computed) : '', stated: toHex(root) };
}

function comparedDigests(receipt: Receipt, digests: Digests): readonly Comparison[] {
  const recorded = recordedDigests(receipt);
  return [...recorded.digests].flatMap(([algorithm, stated]) => {
    const own = digests.get(algorithm);
    if (own === undefined) return [];
    const computed = recorded.asRecorded(algorithm, own);
    return [{ what: digestName(algorithm), computed: toHex(computed), stated: toHex(stated) }];
  });
}

/** The digests a record asks for; the common one when the receipt is too broken to say. */
export function algorithmsOf(receipt: Uint8Array): readonly DigestAlgorithm[] {
  const recorded = tolerant(() => recordedDigests(parseReceipt(receipt)));
  const algorithms = [...(recorded?.digests.keys() ?? [])];
  return algorithms.length > 0 ? algorithms : [1];
}

function tolerant<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isCoded(error)) throw error;
    return undefined;
  }
}
