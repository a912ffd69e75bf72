/**
 * Whoever finds a browser signed in may use the session while it lasts, and no longer: ways to sign in, one's own and, for
 * administrators, those of others, are added and taken away only soon after signing in, by somebody who has just shown one.
 */

import { type Clock, rejection } from '@stele/base';
import { FRESH_SESSION_MS } from '../limits.ts';
import type { KeptSession } from '../store/people-state.ts';

export function isFresh({ startedAtMs }: KeptSession, clock: Clock): boolean {
  return clock.nowMs() - startedAtMs < FRESH_SESSION_MS;
}

/** Rejects with SESSION_NOT_FRESH. */
export function checkFresh(session: KeptSession, clock: Clock): void {
  if (isFresh(session, clock)) return;
  throw rejection('SESSION_NOT_FRESH', 'you signed in more than fifteen minutes ago');
}
