/** The international suite: SHA-256, Ed25519, and P-256 for keys that live in browsers and security modules. */

import type { DigestAlgorithm, KeyAlgorithm } from '../algorithms.ts';

export const id = 'intl';
export const digest: DigestAlgorithm = 1;
export const keyAlgorithms: readonly KeyAlgorithm[] = [1, 2];
