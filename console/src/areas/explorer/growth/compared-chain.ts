/** The fingerprint that the reader was given elsewhere and compared here: from then on this browser takes its chain for the right one. */

import type { KeptTexts } from './seen-log.ts';

const STORAGE_KEY = 'stele.compared';

/** None, or the one. */
export function comparedChains(storage: KeptTexts): readonly string[] {
  try {
    const kept = storage.getItem(STORAGE_KEY) ?? '';
    return /^[0-9a-f]{64}$/.test(kept) ? [kept] : [];
  } catch {
    return [];
  }
}

/** A browser that keeps nothing asks again next time. */
export function keepComparedChain(storage: KeptTexts, fingerprint: string): void {
  try {
    storage.setItem(STORAGE_KEY, fingerprint);
  } catch {
    // Kept for this page all the same: what was compared stands on it.
  }
}
