/** When links and sessions end, by a clock that may be set, and the state without those that have. */

import { CLOCK_SET_BACK_MS_MAX, SESSION_IDLE_MS, SESSION_LIFETIME_MS } from '../limits.ts';
import type { KeptSession, PeopleState, SignInLink } from './people-state.ts';

/** A clock set back far is not taken for more time: what began after now is over. */
function hasBegun(startMs: number, nowMs: number): boolean {
  return startMs - nowMs <= CLOCK_SET_BACK_MS_MAX;
}

export function linkStands({ createdAtMs, expiresAtMs }: SignInLink, nowMs: number): boolean {
  return hasBegun(createdAtMs, nowMs) && nowMs < expiresAtMs;
}

/** `lastUsedAtMs` may be newer than what was written down. */
export function sessionStands(
  { startedAtMs, lastUsedAtMs }: Pick<KeptSession, 'startedAtMs' | 'lastUsedAtMs'>,
  nowMs: number,
): boolean {
  return (
    hasBegun(startedAtMs, nowMs) &&
    nowMs < startedAtMs + SESSION_LIFETIME_MS &&
    nowMs < lastUsedAtMs + SESSION_IDLE_MS
  );
}

/** When a session ends if it is not used any more. */
export function sessionEndsMs({
  startedAtMs,
  lastUsedAtMs,
}: Pick<KeptSession, 'startedAtMs' | 'lastUsedAtMs'>): number {
  return Math.min(startedAtMs + SESSION_LIFETIME_MS, lastUsedAtMs + SESSION_IDLE_MS);
}

/** Without what has ended by itself. */
export function standing(state: PeopleState, nowMs: number): PeopleState {
  return {
    ...state,
    links: state.links.filter((link) => linkStands(link, nowMs)),
    sessions: state.sessions.filter((session) => sessionStands(session, nowMs)),
  };
}
