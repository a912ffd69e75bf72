/** A chain's fixed choice of algorithms (spec/encoding.md, "Suites"). Each suite is one file here, all with the same names. */

import { rejection } from '@stele/base';
import type { DigestAlgorithm, KeyAlgorithm } from '../algorithms.ts';
import type { Crypto, Hash } from '../crypto.ts';
import * as intl from './intl.ts';

export interface SuiteDefinition {
  readonly id: string;
  /** The algorithm of `H`. */
  readonly digest: DigestAlgorithm;
  readonly keyAlgorithms: readonly KeyAlgorithm[];
}

/** A suite bound to a library. */
export interface Suite extends SuiteDefinition {
  readonly crypto: Crypto;
  readonly H: Hash;
  /** The log's hash: SHA-256 in every suite, because the C2SP formats fix it. */
  readonly logHash: Hash;
}

const DEFINITIONS: readonly SuiteDefinition[] = [intl];

/** The suite named `id`. Rejects with SUITE_UNKNOWN. */
export function suiteOf(id: string, crypto: Crypto): Suite {
  const definition = DEFINITIONS.find((candidate) => candidate.id === id);
  if (definition === undefined) {
    throw rejection(
      'SUITE_UNKNOWN',
      'the chain uses a suite of algorithms this version does not know',
      {
        action: 'use a newer version of Stele',
        data: { suite: id },
      },
    );
  }
  const { digest, keyAlgorithms } = definition;
  return {
    id,
    digest,
    keyAlgorithms,
    crypto,
    H: (bytes) => crypto.hash(digest, bytes),
    logHash: (bytes) => crypto.hash(1, bytes),
  };
}
