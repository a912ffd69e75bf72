/** Every digest a record may have, of bytes that pass by once. */

import { createHash } from 'node:crypto';
import { OPENSSL_DIGESTS } from '@stele/protocol/node';
import type { Digests } from '@stele/sdk';

export async function fileDigests(bytes: AsyncIterable<Uint8Array>): Promise<Digests> {
  const hashes = ([1, 2, 3] as const).map(
    (algorithm) => [algorithm, createHash(OPENSSL_DIGESTS[algorithm])] as const,
  );
  for await (const chunk of bytes) for (const [, hash] of hashes) hash.update(chunk);
  return new Map(hashes.map(([algorithm, hash]) => [algorithm, new Uint8Array(hash.digest())]));
}
