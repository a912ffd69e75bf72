/** A person's own password: set, changed, removed. Each ends the person's other sessions: whoever knew the old one is out. */

import { rejection } from '@stele/base';
import type { Person } from '../people/person.ts';
import {
  type KeptSession,
  personIn,
  withoutSessionsOf,
  withPerson,
} from '../store/people-state.ts';
import { checkFresh, isFresh } from '../sessions/fresh.ts';
import type { PeopleWorld } from '../world.ts';
import { checkPassword, hashPassword, type PasswordCost } from './password-hash.ts';
import type { Passwords } from './sign-in.ts';

export interface NewPassword {
  readonly password: string;
  /** The one before. */
  readonly current: string | undefined;
}

export interface OwnPassword {
  /**
   * Rejects with PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_WRONG, TRIES_TOO_MANY, SIGN_IN_BUSY, and with SESSION_NOT_FRESH where
   * there is no old one to show. The old one is not asked for just after signing in by link or passkey: it may have been forgotten.
   */
  set(session: KeptSession, given: NewPassword): Promise<void>;
  /** Rejects with SESSION_NOT_FRESH, and with WAY_MISSING when there is none. */
  remove(session: KeptSession): Promise<void>;
}

export function ownPassword(
  world: PeopleWorld,
  passwords: Passwords,
  cost: PasswordCost,
): OwnPassword {
  const { store, random, clock, log } = world;

  const put = async (session: KeptSession, change: (person: Person) => Person): Promise<void> => {
    await store.change((state) => {
      // Hashing takes its time: somebody else may have set one, and ended this session by that.
      if (!state.sessions.some(({ id }) => id === session.id)) throw ended();
      const person = change(personIn(state, session.person));
      const next = withoutSessionsOf(withPerson(state, person), person.id, session.id);
      return { state: next, result: undefined };
    });
    log.info('password changed', { person: session.person, session: session.id });
  };

  return {
    set: async (session, { password, current }) => {
      checkPassword(password);
      const person = personIn(store.state, session.person);
      if (person.password === undefined) checkFresh(session, clock);
      else if (!isFresh(session, clock) || session.way === 'password') {
        if (!(await passwords.isOf(person, current ?? ''))) throw wrong();
      }
      const hash = await passwords.hashing(() => hashPassword(password, cost, random));
      await put(session, (now) => ({ ...now, password: hash }));
    },
    remove: async (session) => {
      checkFresh(session, clock);
      await put(session, ({ password, ...rest }) => {
        if (password === undefined) throw rejection('WAY_MISSING', 'you have no password');
        return rest;
      });
    },
  };
}

function ended(): Error {
  return rejection('SESSION_ENDED', 'the session has ended');
}

function wrong(): Error {
  return rejection('PASSWORD_WRONG', 'this is not your current password', {
    data: { pointer: '#/current' },
  });
}
