/**
 * Challenges that were handed out and not used yet: each counts once and for a while. Whoever has many made pushes out his own first:
 * anybody may ask for one.
 */

import { assert, type Clock, type Random, toBase64url } from '@stele/base';
import { CHALLENGE_LIFETIME_MS, CHALLENGES_MAX } from '../limits.ts';

const CHALLENGE_BYTES = 32;

export interface Challenges {
  /** A new challenge, base64url, for a person or an address. */
  readonly make: (maker: string) => string;
  /** Whom it was made for; undefined when it is none that stands. It does not stand any more. */
  readonly take: (challenge: string) => string | undefined;
}

interface Open {
  readonly maker: string;
  readonly endsAtMs: number;
}

/** With room for so many of one maker, and CHALLENGES_MAX of all. */
export function challengesOf(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  countPerMakerMax: number,
): Challenges {
  /** Oldest first. */
  const open = new Map<string, Open>();
  /** Oldest first, by maker. */
  const made = new Map<string, Set<string>>();

  const forget = (challenge: string): Open | undefined => {
    const found = open.get(challenge);
    if (found === undefined) return undefined;
    open.delete(challenge);
    const own = made.get(found.maker);
    assert(own !== undefined, 'what is open is known by its maker');
    own.delete(challenge);
    if (own.size === 0) made.delete(found.maker);
    return found;
  };
  const makeRoom = (maker: string): void => {
    const nowMs = clock.monotonicMs();
    for (const [challenge, { endsAtMs }] of open) {
      if (endsAtMs > nowMs && open.size < CHALLENGES_MAX) break;
      forget(challenge);
    }
    const [oldest, ...others] = made.get(maker) ?? [];
    if (oldest !== undefined && others.length + 1 >= countPerMakerMax) forget(oldest);
  };

  return {
    make: (maker) => {
      makeRoom(maker);
      const challenge = toBase64url(random.bytes(CHALLENGE_BYTES));
      open.set(challenge, { maker, endsAtMs: clock.monotonicMs() + CHALLENGE_LIFETIME_MS });
      const own = made.get(maker) ?? new Set();
      made.set(maker, own.add(challenge));
      return challenge;
    },
    take: (challenge) => {
      const found = forget(challenge);
      return found !== undefined && clock.monotonicMs() < found.endsAtMs ? found.maker : undefined;
    },
  };
}
