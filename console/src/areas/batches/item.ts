/** What is recorded of one file: the fields of POST /v1/evidence that lists and dropped files can fill. */

export type DigestName = 'sha-256' | 'sm3' | 'sha-512';

export type DigestTexts = Readonly<Partial<Record<DigestName, string>>>;

export interface BatchItem {
  /** Lower-case hexadecimal; at least one. */
  readonly digests: DigestTexts;
  readonly name?: string;
  readonly size?: number;
  readonly reference?: string;
  readonly kind?: string;
}

export const HEX_DIGITS: Readonly<Record<DigestName, number>> = {
  'sha-256': 64,
  sm3: 64,
  'sha-512': 128,
};

export const DIGEST_NAMES = ['sha-256', 'sm3', 'sha-512'] as const satisfies readonly DigestName[];

/** Limits of the service (docs/limits.md: NAME_CHARACTERS_MAX, REFERENCE_CHARACTERS_MAX). */
export const NAME_CHARACTERS_MAX = 1_024;
export const REFERENCE_CHARACTERS_MAX = 256;
export const KIND = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** The same for two items that the service would refuse to take in one batch (ITEM_DUPLICATE). */
export function sameness({ digests, name, size, reference, kind }: BatchItem): string {
  const own = DIGEST_NAMES.map((algorithm) => digests[algorithm] ?? '');
  return JSON.stringify([...own, name ?? null, size ?? null, reference ?? null, kind ?? null]);
}
