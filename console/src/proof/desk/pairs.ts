/**
 * Which file belongs to which receipt, when a reader gives several of both in any order: by digest, and where no digest agrees by
 * name, so that a file that was changed is shown beside the receipt it was meant for.
 */

import { equal, unlessRefused } from '@stele/base';
import { parseReceipt } from '@stele/protocol';

import type { Digests } from '../hash/digest-blob.ts';
import { type RecordedDigests, recordedDigests } from '../recorded-digests.ts';

export interface PairableFile {
  readonly key: string;
  readonly name: string;
  /** As far as they are known. */
  readonly digests: Digests;
}

export interface PairableReceipt {
  readonly key: string;
  readonly name: string;
  readonly receipt: Uint8Array;
}

/** The key of a file by the key of its receipt; receipts without a file are left out. One file may have several receipts. */
export function pairsOf(
  files: readonly PairableFile[],
  receipts: readonly PairableReceipt[],
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const { key, receipt } of receipts) {
    const recorded = unlessRefused(() => recordedDigests(parseReceipt(receipt)));
    const own = recorded && files.find(({ digests }) => agrees(recorded, digests));
    if (own !== undefined) pairs.set(key, own.key);
  }
  pairByName(files, receipts, pairs);
  pairLast(files, receipts, pairs);
  return pairs;
}

/** Every digest that both have is the same, and there is one. */
function agrees({ digests: recorded, asRecorded }: RecordedDigests, own: Digests): boolean {
  const common = [...recorded].filter(([algorithm]) => own.has(algorithm));
  return (
    common.length > 0 &&
    common.every(([algorithm, digest]) =>
      equal(digest, asRecorded(algorithm, own.get(algorithm) ?? new Uint8Array())),
    )
  );
}

/** `letter.pdf` and `letter.pdf.receipt.json`. */
function pairByName(
  files: readonly PairableFile[],
  receipts: readonly PairableReceipt[],
  pairs: Map<string, string>,
): void {
  for (const { key, name } of receipts.filter((receipt) => !pairs.has(receipt.key))) {
    const meant = name.replace(/\.(receipt|certificate)(\.\d+)?\.(json|cbor|pdf)$/i, '');
    const file = meant === name ? undefined : free(files, pairs).find((one) => one.name === meant);
    if (file !== undefined) pairs.set(key, file.key);
  }
}

/** One file and one receipt that are left belong together: there is nothing else the reader can have meant. */
function pairLast(
  files: readonly PairableFile[],
  receipts: readonly PairableReceipt[],
  pairs: Map<string, string>,
): void {
  const [receipt, ...others] = receipts.filter(({ key }) => !pairs.has(key));
  const [file, ...more] = free(files, pairs);
  if (receipt && file && others.length + more.length === 0) pairs.set(receipt.key, file.key);
}

function free(
  files: readonly PairableFile[],
  pairs: ReadonlyMap<string, string>,
): readonly PairableFile[] {
  const taken = new Set(pairs.values());
  return files.filter(({ key }) => !taken.has(key));
}
