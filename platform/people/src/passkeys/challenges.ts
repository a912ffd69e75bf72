/** Challenges that were handed out and not used yet: each counts once, for a while, for what it was made for. */

import { type Clock, type Random, toBase64url } from '@stele/base';
import { CHALLENGE_LIFETIME_MS, CHALLENGES_MAX } from '../limits.ts';

const CHALLENGE_BYTES = 32;

/** Whoever it was made for: a person adding a passkey, or anybody signing in. */
export type ChallengeOwner = string;

export interface Challenges {
  /** A new challenge, base64url. */
  make(owner: ChallengeOwner): string;
  /** Whether it was made for `owner` and stood until now. */
  take(challenge: string, owner: ChallengeOwner): boolean;
}

export function challengesOf(clock: Clock, random: Random): Challenges {
  /** Oldest first. */
  const open = new Map<string, { readonly owner: ChallengeOwner; readonly endsAtMs: number }>();
  const makeRoom = (): void => {
    const nowMs = clock.monotonicMs();
    for (const [challenge, { endsAtMs }] of open) {
      if (endsAtMs > nowMs && open.size < CHALLENGES_MAX) return;
      open.delete(challenge);
    }
  };
  return {
    make: (owner) => {
      makeRoom();
      const challenge = toBase64url(random.bytes(CHALLENGE_BYTES));
      open.set(challenge, { owner, endsAtMs: clock.monotonicMs() + CHALLENGE_LIFETIME_MS });
      return challenge;
    },
    take: (challenge, owner) => {
      const found = open.get(challenge);
      if (found?.owner !== owner) return false;
      open.delete(challenge);
      return clock.monotonicMs() < found.endsAtMs;
    },
  };
}
