/** The fingerprint that a reader was given by another way than the receipt: read as people copy it, compared whole. */

const DIGITS = 64;

export type TypedFingerprint =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly fingerprint: string }
  /** `count` digits, or another character than a digit. */
  | { readonly kind: 'malformed'; readonly count: number };

/** Spaces, colons, line breaks and capitals are how people write digits in groups; they mean nothing. */
export function readFingerprint(typed: string): TypedFingerprint {
  const digits = typed.replaceAll(/[\s:]/g, '').toLowerCase();
  if (digits === '') return { kind: 'none' };
  if (digits.length === DIGITS && /^[0-9a-f]+$/.test(digits)) {
    return { kind: 'whole', fingerprint: digits };
  }
  return { kind: 'malformed', count: digits.length };
}
