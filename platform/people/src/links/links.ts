/** One-time links: whoever opens one within the hour is signed in as the person it was made for. */

import { assert, rejection } from '@stele/base';
import { LINK_LIFETIME_MS, LINKS_PER_PERSON_MAX } from '../limits.ts';
import { digestOf, newToken } from '../secrets.ts';
import { beginSession, type SignedIn } from '../sessions/begin-session.ts';
import { linkStands } from '../store/lifetimes.ts';
import { firstAdmin, type PeopleState, personIn, type SignInLink } from '../store/people-state.ts';
import type { Change } from '../store/people-store.ts';
import type { PeopleWorld, Visitor } from '../world.ts';

export interface NewLink {
  /** Stands in the link's fragment, which browsers send to nobody. */
  readonly token: string;
  readonly expiresAtMs: number;
}

/** A link for `person`, or for the first administrator. Rejects with PERSON_UNKNOWN. */
export async function makeLink(world: PeopleWorld, person?: string): Promise<NewLink> {
  const { store, log } = world;
  return await store.change((state) => {
    const forWhom = person === undefined ? firstAdmin(state) : personIn(state, person);
    assert(forWhom !== undefined, 'there is always an administrator');
    log.info('sign-in link made', { person: forWhom.id });
    return withLink(state, forWhom.id, world);
  });
}

/** `state` with one more link. The oldest of too many does not work any more. */
export function withLink(
  state: PeopleState,
  person: string,
  { random, clock }: Pick<PeopleWorld, 'random' | 'clock'>,
): Change<NewLink> {
  const token = newToken(random);
  const createdAtMs = clock.nowMs();
  const expiresAtMs = createdAtMs + LINK_LIFETIME_MS;
  const link: SignInLink = { hash: digestOf(token), person, createdAtMs, expiresAtMs };
  const own = state.links.filter((one) => one.person === person);
  const dropped = own.length < LINKS_PER_PERSON_MAX ? undefined : own[0];
  const links = [...state.links.filter((one) => one !== dropped), link];
  return { state: { ...state, links }, result: { token, expiresAtMs } };
}

/** Signs in, once. Rejects with SIGN_IN_LINK_USED, SIGN_IN_LINK_UNKNOWN. */
export async function useLink(
  world: PeopleWorld,
  token: string,
  visitor: Visitor,
): Promise<SignedIn> {
  const { store, clock } = world;
  const hash = digestOf(token);
  return await store.change((state) => {
    const nowMs = clock.nowMs();
    const link = state.links.find((one) => one.hash === hash);
    if (link === undefined || !linkStands(link, nowMs)) throw unknownLink();
    if (link.usedAtMs !== undefined) throw usedLink();
    const links = state.links.map((one) => (one === link ? { ...one, usedAtMs: nowMs } : one));
    const person = personIn(state, link.person);
    return beginSession({ ...state, links }, { person, way: 'link', visitor }, world);
  });
}

function unknownLink(): Error {
  return rejection('SIGN_IN_LINK_UNKNOWN', 'there is no such link, or it has expired');
}

function usedLink(): Error {
  return rejection('SIGN_IN_LINK_USED', 'somebody has signed in with this link already');
}
