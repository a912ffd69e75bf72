/** The start of a session, as part of the change that proved who signs in. */

import { assert } from '@stele/base';
import { AGENT_LENGTH_MAX, SESSIONS_PER_PERSON_MAX } from '../limits.ts';
import type { Person } from '../people/person.ts';
import { digestOf, newId, newToken } from '../secrets.ts';
import {
  type KeptSession,
  type PeopleState,
  type SignInWay,
  withPerson,
} from '../store/people-state.ts';
import type { Change } from '../store/people-store.ts';
import type { PeopleWorld, Visitor } from '../world.ts';

/** Somebody who has just signed in. */
export interface SignedIn {
  readonly person: Person;
  readonly session: KeptSession;
  /** For the cookie; kept nowhere. */
  readonly token: string;
}

export interface Beginning {
  readonly person: Person;
  readonly way: SignInWay;
  readonly visitor: Visitor;
}

/** `state` with one more session. The oldest of too many ends. */
export function beginSession(
  state: PeopleState,
  { person, way, visitor }: Beginning,
  { random, clock }: Pick<PeopleWorld, 'random' | 'clock'>,
): Change<SignedIn> {
  const nowMs = clock.nowMs();
  const token = newToken(random);
  const session: KeptSession = {
    id: newId('ses', random),
    hash: digestOf(token),
    person: person.id,
    way,
    startedAtMs: nowMs,
    lastUsedAtMs: nowMs,
    agent: shownAgent(visitor.agent),
  };
  const signedIn: Person = { ...person, lastSignInAtMs: nowMs };
  const sessions = [...withRoom(state.sessions, person.id), session];
  return {
    state: { ...withPerson(state, signedIn), sessions },
    result: { person: signedIn, session, token },
  };
}

function withRoom(sessions: readonly KeptSession[], person: string): readonly KeptSession[] {
  const own = sessions.filter((one) => one.person === person);
  if (own.length < SESSIONS_PER_PERSON_MAX) return sessions;
  const [oldest] = own;
  assert(oldest !== undefined, 'too many are more than none');
  return sessions.filter((one) => one !== oldest);
}

/** A header of a stranger: shown to people later, so without what would change how it reads. */
function shownAgent(agent: string): string {
  return agent.replace(/[^\x20-\x7e]/g, '').slice(0, AGENT_LENGTH_MAX);
}
