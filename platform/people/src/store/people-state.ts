/** All that is kept of people, as one value: each change makes a new one out of the one before, whole or not at all. */

import { rejection } from '@stele/base';
import type { Person } from '../people/person.ts';

export interface PeopleState {
  /** Oldest first. */
  readonly people: readonly Person[];
  /** Oldest first. */
  readonly links: readonly SignInLink[];
  /** Oldest first. */
  readonly sessions: readonly KeptSession[];
}

export interface SignInLink {
  /** SHA-256 of the token, base64url. */
  readonly hash: string;
  readonly person: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Kept until it would have expired, so that a second use is told so. */
  readonly usedAtMs?: number;
}

export type SignInWay = 'link' | 'password' | 'passkey';

export interface KeptSession {
  /** `ses_` and 32 hexadecimal digits. */
  readonly id: string;
  /** SHA-256 of the token, base64url. */
  readonly hash: string;
  readonly person: string;
  readonly way: SignInWay;
  readonly startedAtMs: number;
  /** As far as it was written down. */
  readonly lastUsedAtMs: number;
  readonly agent: string;
}

export const NOBODY: PeopleState = { people: [], links: [], sessions: [] };

/** Rejects with PERSON_UNKNOWN. */
export function personIn({ people }: PeopleState, id: string): Person {
  const person = people.find((one) => one.id === id);
  if (person === undefined) throw rejection('PERSON_UNKNOWN', `there is no person ${id}`);
  return person;
}

/** The state with this person in the place of the one with the same id. */
export function withPerson(state: PeopleState, person: Person): PeopleState {
  return { ...state, people: state.people.map((one) => (one.id === person.id ? person : one)) };
}

/** The state without a person's sessions, but for one of them. */
export function withoutSessionsOf(
  state: PeopleState,
  person: string,
  exceptId?: string,
): PeopleState {
  const sessions = state.sessions.filter((one) => one.person !== person || one.id === exceptId);
  return { ...state, sessions };
}

/** The administrator who has been here longest: whom the machine's own link signs in. */
export function firstAdmin({ people }: PeopleState): Person | undefined {
  return people.find(({ role }) => role === 'admin');
}
