/**
 * The checkpoint that this browser saw last, kept here and nowhere else. Storage is the reader's: it may be empty, full, forbidden, or
 * hold what another version wrote.
 */

import type { KeptTexts } from '../../../ui/browser-storage.ts';
import type { LogState } from './log-growth.ts';

const STORAGE_KEY = 'stele.log';

export interface SeenLog extends LogState {
  /** RFC 3339. */
  readonly seenAt: string;
}

/** Undefined when there is none, or what there is cannot be one. */
export function readSeenLog(storage: KeptTexts): SeenLog | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
    return isSeenLog(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** False when the browser does not keep it: the next visit is then a first one. */
export function keepSeenLog(storage: KeptTexts, log: SeenLog): boolean {
  const { fingerprint, origin, size, root, seenAt } = log;
  return storage.setItem(STORAGE_KEY, JSON.stringify({ fingerprint, origin, size, root, seenAt }));
}

function isSeenLog(value: unknown): value is SeenLog {
  if (typeof value !== 'object' || value === null) return false;
  const { fingerprint, origin, size, root, seenAt } = value as Readonly<Record<string, unknown>>;
  return (
    [fingerprint, root].every(isHash) &&
    typeof origin === 'string' &&
    Number.isSafeInteger(size) &&
    Number(size) >= 0 &&
    typeof seenAt === 'string' &&
    !Number.isNaN(Date.parse(seenAt))
  );
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
