/** The digests that a receipt's record has, and how a file's own become what such a record would hold: salted or not. */

import { concat } from '@stele/base';
import { decodeItem, type DigestAlgorithm, portableCrypto, type Receipt } from '@stele/protocol';

import type { Digests } from './hash/digest-blob.ts';

export interface RecordedDigests {
  readonly digests: Digests;
  /** A file's digest as this record would hold it. */
  readonly asRecorded: (algorithm: DigestAlgorithm, digest: Uint8Array) => Uint8Array;
}

/** None when the receipt is of a transaction. Rejects with ITEM_MALFORMED, VERSION_UNKNOWN. */
export function recordedDigests({ item, digestSalt }: Receipt): RecordedDigests {
  if (item === undefined) return { digests: new Map(), asRecorded: (_, digest) => digest };
  return {
    digests: decodeItem(item.bytes).digests,
    asRecorded: (algorithm, digest) =>
      digestSalt === undefined
        ? digest
        : portableCrypto.hash(algorithm, concat(digestSalt, digest)),
  };
}
