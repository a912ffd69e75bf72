/**
 * The state in memory and its file. Changes go one after the other, each seeing what the one before left, and count once they are on the
 * disk: of two that use the same link one finds it used.
 */

import type { Clock, Log } from '@stele/base';
import { standing } from './lifetimes.ts';
import { readPeopleFile, removeDrafts, writePeopleFile } from './people-file.ts';
import { type KeptSession, NOBODY, type PeopleState } from './people-state.ts';

/** The next state, and what the caller wants to know of it. */
export interface Change<T> {
  readonly state: PeopleState;
  readonly result: T;
}

export interface PeopleStore {
  readonly state: PeopleState;
  /** Of the session with the token of this hash. */
  sessionOfHash(hash: string): KeptSession | undefined;
  /**
   * Makes the change `next` describes, which runs without interruption and may reject; then nothing changes. Fails with
   * PEOPLE_FILE_UNWRITABLE.
   */
  change<T>(next: (state: PeopleState) => Change<T>): Promise<T>;
}

export interface PeopleStoreWorld {
  readonly clock: Clock;
  readonly log: Log;
}

/** Fails as readPeopleFile does. */
export async function openPeopleStore(
  path: string,
  { clock, log }: PeopleStoreWorld,
): Promise<PeopleStore> {
  let state = (await readPeopleFile(path)) ?? NOBODY;
  await removeDrafts(path).catch((error: unknown) => {
    log.warn('what a crash left of people.json could not be removed', { error });
  });
  let byHash = sessionsByHash(state);
  let last: Promise<unknown> = Promise.resolve();

  const apply = async <T>(next: (state: PeopleState) => Change<T>): Promise<T> => {
    const current = standing(state, clock.nowMs());
    const { state: changed, result } = next(current);
    await writePeopleFile(path, changed);
    reportEnded(log, state, changed);
    state = changed;
    byHash = sessionsByHash(state);
    return result;
  };

  return {
    get state() {
      return state;
    },
    sessionOfHash: (hash) => byHash.get(hash),
    change: (next) => {
      const done = last.then(() => apply(next));
      last = done.catch(() => undefined);
      return done;
    },
  };
}

function sessionsByHash({ sessions }: PeopleState): ReadonlyMap<string, KeptSession> {
  return new Map(sessions.map((session) => [session.hash, session]));
}

/** However a session ends, it ends here. */
function reportEnded(log: Log, before: PeopleState, after: PeopleState): void {
  const kept = new Set(after.sessions.map(({ id }) => id));
  for (const { id: session, person } of before.sessions) {
    if (!kept.has(session)) log.info('session ended', { session, person });
  }
}
