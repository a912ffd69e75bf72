/** Sessions as requests find them: by their token, from memory. */

import { rejection } from '@stele/base';
import type { Session, SessionRing } from '@stele/server';
import { SCOPES_OF_ROLE } from '../people/person.ts';
import { digestOf } from '../secrets.ts';
import { sessionEndsMs, sessionStands } from '../store/lifetimes.ts';
import { type KeptSession, personIn } from '../store/people-state.ts';
import type { PeopleWorld } from '../world.ts';
import { sessionUse } from './session-use.ts';

export interface Sessions extends SessionRing {
  /** With the time of its last use. Rejects with SESSION_ENDED. */
  get(id: string): KeptSession;
  /** Of a person, oldest first. */
  ofPerson(person: string): readonly KeptSession[];
  /** Ends one of a person's. Rejects with SESSION_UNKNOWN. */
  end(id: string, person: string): Promise<void>;
  /** Writes down when sessions were used. Fails with PEOPLE_FILE_UNWRITABLE. */
  writeUse(): Promise<void>;
}

export function sessionsOf(world: PeopleWorld): Sessions {
  const { store, clock } = world;
  const { current, touch, write } = sessionUse(world);
  const isCurrent = (kept: KeptSession): boolean => sessionStands(current(kept), clock.nowMs());
  const keptOf = (id: string): KeptSession | undefined =>
    store.state.sessions.find((one) => one.id === id);
  const viewOf = (kept: KeptSession): Session => {
    const { id, name, role } = personIn(store.state, kept.person);
    const expiresAtMs = sessionEndsMs(current(kept));
    return { id: kept.id, person: { id, name, role }, scopes: SCOPES_OF_ROLE[role], expiresAtMs };
  };
  return {
    find: (token) => {
      const kept = store.sessionOfHash(digestOf(token));
      if (kept === undefined || !isCurrent(kept)) return undefined;
      touch(kept);
      return viewOf(kept);
    },
    stands: (id) => {
      const kept = keptOf(id);
      return kept !== undefined && isCurrent(kept);
    },
    get: (id) => {
      const kept = keptOf(id);
      if (kept === undefined) throw rejection('SESSION_ENDED', 'the session has ended');
      return current(kept);
    },
    ofPerson: (person) =>
      store.state.sessions.filter((one) => one.person === person && isCurrent(one)).map(current),
    end: (id, person) =>
      store.change((state) => {
        const sessions = state.sessions.filter((one) => one.id !== id || one.person !== person);
        if (sessions.length === state.sessions.length) throw unknownSession(id);
        return { state: { ...state, sessions }, result: undefined };
      }),
    writeUse: write,
  };
}

function unknownSession(id: string): Error {
  return rejection('SESSION_UNKNOWN', `you have no session ${id}`);
}
