/** The fingerprint that the reader was given elsewhere and compared here: from then on this browser takes its chain for the right one. */

import type { KeptTexts } from '../../../ui/browser-storage.ts';

const STORAGE_KEY = 'stele.compared';

/** None, or the one. */
export function comparedChains(storage: KeptTexts): readonly string[] {
  const kept = storage.getItem(STORAGE_KEY) ?? '';
  return /^[0-9a-f]{64}$/.test(kept) ? [kept] : [];
}

/** A browser that keeps nothing asks again next time. */
export function keepComparedChain(storage: KeptTexts, fingerprint: string): void {
  storage.setItem(STORAGE_KEY, fingerprint);
}
