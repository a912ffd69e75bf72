/** How long a caller waits for its record: `Prefer` (RFC 7240), or ten seconds; then it is told what is known so far. */

import { RECORD_WAIT_MS_MAX } from '../limits.ts';

/** `respond-async`: not at all; `wait=N`: N seconds. */
export function waitMs(prefer: string | undefined): number {
  if (prefer === undefined) return RECORD_WAIT_MS_MAX;
  const preferences = prefer.split(',').map((one) => one.trim().toLowerCase());
  if (preferences.includes('respond-async')) return 0;
  const seconds = preferences
    .map((one) => /^wait\s*=\s*(\d{1,4})$/.exec(one)?.[1])
    .find((found) => found !== undefined);
  return seconds === undefined
    ? RECORD_WAIT_MS_MAX
    : Math.min(Number(seconds) * 1_000, RECORD_WAIT_MS_MAX);
}

/** The header Prefer; sent several times it is one list (RFC 9110 §5.3). */
export function preferOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const { prefer } = headers;
  return Array.isArray(prefer) ? prefer.join(',') : (prefer as string | undefined);
}

/** What `promise` comes to within the time; undefined when it takes longer. It is followed to its end either way. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === 0) {
    // Nobody waits for it any more; asking for the record, or sending it again, tells what became of it.
    promise.catch(() => undefined);
    return undefined;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
