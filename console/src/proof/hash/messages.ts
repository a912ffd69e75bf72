/** What the page and its hashing worker say to each other. */

import type { DigestAlgorithm } from '@stele/protocol';

export interface HashRequest {
  readonly blob: Blob;
  readonly algorithms: readonly DigestAlgorithm[];
}

export type HashAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly bytesPerSecond: number }
  | { readonly kind: 'done'; readonly digests: ReadonlyMap<DigestAlgorithm, Uint8Array> }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
