/** People as administrators keep them: added with a link to sign in, renamed, given another role, removed. One administrator stays. */

import { rejection } from '@stele/base';
import { PEOPLE_MAX } from '../limits.ts';
import { type NewLink, withLink } from '../links/links.ts';
import { digestOf, newId } from '../secrets.ts';
import {
  NOBODY,
  type PeopleState,
  personIn,
  withoutSessionsOf,
  withPerson,
} from '../store/people-state.ts';
import type { Change } from '../store/people-store.ts';
import type { PeopleWorld } from '../world.ts';
import { checkedName, nameKey, type Person, type Role } from './person.ts';

export interface NewPerson {
  readonly name: string;
  readonly role: Role;
}

export interface AddedPerson {
  readonly person: Person;
  /** A new one each time: what was handed out before is kept nowhere. */
  readonly link: NewLink;
  /** The same request was made before. */
  readonly isReplayed: boolean;
}

export type PersonChange = Partial<NewPerson>;

export interface Administration {
  /** Rejects with PERSON_EXISTS, PERSON_NAME_EMPTY, PEOPLE_TOO_MANY, IDEMPOTENCY_KEY_REUSED. */
  add(given: NewPerson, idempotencyKey: string | undefined): Promise<AddedPerson>;
  /** A new role ends the person's sessions. Rejects with PERSON_UNKNOWN, PERSON_EXISTS, PERSON_NAME_EMPTY, ADMIN_LAST. */
  change(id: string, given: PersonChange): Promise<Person>;
  /** Rejects with PERSON_UNKNOWN, ADMIN_LAST. */
  remove(id: string): Promise<void>;
}

export function administrationOf(world: PeopleWorld): Administration {
  const { store, log } = world;
  return {
    add: async (given, key) => {
      const added = await store.change((state) => withAdded(state, { given, key }, world));
      if (!added.isReplayed) log.info('person added', { person: added.person.id });
      return added;
    },
    change: async (id, given) => {
      const person = await store.change((state) => withChanged(state, id, given));
      log.info('person changed', { person: id, role: person.role });
      return person;
    },
    remove: async (id) => {
      await store.change((state) => ({ state: withoutPerson(state, id), result: undefined }));
      log.info('person removed', { person: id });
    },
  };
}

interface Addition {
  readonly given: NewPerson;
  readonly key: string | undefined;
}

function withAdded(
  state: PeopleState,
  { given, key }: Addition,
  world: PeopleWorld,
): Change<AddedPerson> {
  const request = requestOf(given, key);
  const known = request && state.people.find((one) => one.request?.key === request.key);
  if (known !== undefined) {
    if (known.request?.body !== request?.body) throw reused();
    const again = withLink(state, known.id, world);
    return { state: again.state, result: { person: known, link: again.result, isReplayed: true } };
  }
  const person = newPerson(state, given, world);
  const asked = request === undefined ? person : { ...person, request };
  const { state: next, result: link } = withLink(
    { ...state, people: [...state.people, asked] },
    asked.id,
    world,
  );
  return { state: next, result: { person: asked, link, isReplayed: false } };
}

function requestOf({ name, role }: NewPerson, key: string | undefined): Person['request'] {
  if (key === undefined) return undefined;
  return { key: digestOf(key), body: digestOf(JSON.stringify([name, role])) };
}

/** Rejects with PEOPLE_TOO_MANY, PERSON_EXISTS, PERSON_NAME_EMPTY. */
function newPerson(
  state: PeopleState,
  { name, role }: NewPerson,
  { random, clock }: Pick<PeopleWorld, 'random' | 'clock'>,
): Person {
  if (state.people.length >= PEOPLE_MAX) throw tooMany();
  const tidy = checkedName(name);
  checkFree(state, tidy);
  const id = newId('per', random);
  return { id, name: tidy, role, createdAtMs: clock.nowMs(), passkeys: [] };
}

function withChanged(state: PeopleState, id: string, { name, role }: PersonChange): Change<Person> {
  const before = personIn(state, id);
  const tidy = name === undefined ? before.name : checkedName(name);
  checkFree(state, tidy, id);
  const person: Person = { ...before, name: tidy, role: role ?? before.role };
  const next = withPerson(state, person);
  checkHasAdmin(next);
  return {
    state: person.role === before.role ? next : withoutSessionsOf(next, id),
    result: person,
  };
}

function withoutPerson(state: PeopleState, id: string): PeopleState {
  const gone = personIn(state, id);
  const next = {
    ...withoutSessionsOf(state, id),
    people: state.people.filter((one) => one !== gone),
    links: state.links.filter((one) => one.person !== id),
  };
  checkHasAdmin(next);
  return next;
}

function checkFree({ people }: PeopleState, name: string, exceptId?: string): void {
  const key = nameKey(name);
  const taken = people.find((one) => nameKey(one.name) === key && one.id !== exceptId);
  if (taken === undefined) return;
  throw rejection('PERSON_EXISTS', `somebody is called ${taken.name} already`, {
    data: { pointer: '#/name' },
  });
}

function checkHasAdmin({ people }: PeopleState): void {
  if (people.some(({ role }) => role === 'admin')) return;
  throw rejection('ADMIN_LAST', 'this is the only administrator');
}

function tooMany(): Error {
  return rejection('PEOPLE_TOO_MANY', `there are ${String(PEOPLE_MAX)} people already`, {
    data: { limit: 'PEOPLE_MAX', countMax: PEOPLE_MAX },
  });
}

function reused(): Error {
  return rejection('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key added another person before');
}

/** The first state there is: one administrator, who can only come in by a link. */
export function firstState(world: Pick<PeopleWorld, 'random' | 'clock'>): PeopleState {
  const admin = newPerson(NOBODY, { name: 'admin', role: 'admin' }, world);
  return { ...NOBODY, people: [admin] };
}
