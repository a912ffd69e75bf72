/**
 * The verdict on a receipt, by the protocol's own verification with portable cryptography: the same function that servers and the
 * command line use, here without server and network. Beside the verdict stand the particulars that a page shows next to the steps.
 */

import { fromHex, toHex, unlessRefused } from '@stele/base';
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
import { tokenVerifier } from '@stele/timestamp';

import type { Digests } from './hash/digest-blob.ts';
import { recordedDigests } from './recorded-digests.ts';

export interface JudgeInput {
  /** JSON or CBOR form. */
  readonly receipt: Uint8Array;
  /** Of the file; absent when there is none. */
  readonly digests?: Digests | undefined;
  /** Fingerprints of the chains that are trusted, 64 lower-case digits. */
  readonly trusted: readonly string[];
  /** Who says so; when nobody tells, the one whose word counts for less. */
  readonly trustedBy?: TrustedBy | undefined;
}

/** Whose word it is that a chain is trusted: the reader's own, or that of the server that the page came from. */
export type TrustedBy = 'reader' | 'server';

export interface PageVerdict extends Verdict {
  readonly trustedBy: TrustedBy;
  /** A chain was named and the receipt is of another: sound in itself or not, it is not what the reader was told. */
  readonly isOtherChain: boolean;
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

/** Never throws for a receipt, whatever it is: what is wrong with it is in the verdict. */
export function judge({
  receipt,
  digests,
  trusted,
  trustedBy = 'server',
}: JudgeInput): PageVerdict {
  const seen: TokenVerdict[] = [];
  const verdictOf = tokenVerifier({ trustedCertificates: [] });
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
  return {
    ...verdict,
    trustedBy,
    isOtherChain: trusted.length > 0 && verdict.chain?.trusted === false,
    stamps: seen.flatMap(statedTime),
    compared: comparisons(receipt, digests),
  };
}

/** How a verdict has to look: a receipt that is sound and of another chain is no better than one that fails. */
export type Look = Verdict['verdict'] | 'otherChain';

export function lookOf({ verdict, isOtherChain }: PageVerdict): Look {
  return verdict === 'incomplete' && isOtherChain ? 'otherChain' : verdict;
}

/** Whether a file was compared with the record, whatever came of it. */
export function isFileCompared({ steps }: PageVerdict): boolean {
  return steps.some(({ name, result }) => name === 'file' && result !== 'skipped');
}

function statedTime(verdict: TokenVerdict): readonly StatedTime[] {
  if (verdict.kind === 'invalid') return [];
  return [{ authority: verdict.authority, at: new Date(verdict.timeMs).toISOString() }];
}

/** Nothing of a receipt that cannot be read: its steps say why. */
function comparisons(bytes: Uint8Array, digests: Digests | undefined): PageVerdict['compared'] {
  const receipt = unlessRefused(() => parseReceipt(bytes));
  if (receipt === undefined) return {};
  const root = unlessRefused(() => comparedRoot(receipt));
  const file = digests && unlessRefused(() => comparedDigests(receipt, digests));
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
  const recorded = unlessRefused(() => recordedDigests(parseReceipt(receipt)));
  const algorithms = [...(recorded?.digests.keys() ?? [])];
  return algorithms.length > 0 ? algorithms : [1];
}
