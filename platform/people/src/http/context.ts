/** What the routes work with, and who asks. */

import { assert } from '@stele/base';
import {
  type AddressOf,
  clientOf,
  type Origins,
  type PersonCaller,
  type SessionCookie,
} from '@stele/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OwnCodes } from '../codes/own-codes.ts';
import type { OwnPasskeys } from '../passkeys/own-passkeys.ts';
import type { PasskeySignIn } from '../passkeys/passkey-sign-in.ts';
import { type Place, placeOf } from '../passkeys/place.ts';
import type { OwnPassword } from '../passwords/own-password.ts';
import type { Passwords } from '../passwords/sign-in.ts';
import type { Administration } from '../people/administration.ts';
import type { SignedIn } from '../sessions/begin-session.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { checkFresh } from '../sessions/fresh.ts';
import { SESSION_LIFETIME_MS } from '../limits.ts';
import type { KeptSession } from '../store/people-state.ts';
import type { PeopleWorld, Visitor } from '../world.ts';

export interface PeopleContext {
  readonly world: PeopleWorld;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly administration: Administration;
  readonly password: OwnPassword;
  readonly codes: OwnCodes;
  readonly passkeys: OwnPasskeys;
  readonly passkeySignIn: PasskeySignIn;
  /** How this server is reached. */
  readonly origins: Origins;
  /** Of those who signed in, on such a server. */
  readonly cookie: SessionCookie;
  readonly addressOf: AddressOf;
}

export function visitorOf({ addressOf }: PeopleContext, request: FastifyRequest): Visitor {
  const agent = request.headers['user-agent'] ?? '';
  return { address: clientOf(addressOf(request)), agent };
}

/** Rejects with PASSKEY_NEEDS_NAME. */
export function placeIn({ origins }: PeopleContext, { headers }: FastifyRequest): Place {
  return placeOf(headers.host, origins);
}

/** Who asks, of a request to a route with the access `session`. */
export function personAsking({ caller }: FastifyRequest): PersonCaller {
  assert(caller?.kind === 'person', 'the route asks for a session');
  return caller;
}

/** Of a request to such a route. */
export function ownSession({ sessions }: PeopleContext, request: FastifyRequest): KeptSession {
  return sessions.get(personAsking(request).sessionId);
}

/**
 * Of a request of an administrator that hands out a way in. A person has to have signed in lately; a key is exempt: `stele open` uses the
 * operator's. Rejects with SESSION_NOT_FRESH.
 */
export function checkFreshPerson(context: PeopleContext, request: FastifyRequest): void {
  if (request.caller?.kind !== 'person') return;
  checkFresh(ownSession(context, request), context.world.clock);
}

/** Has the browser keep the session: as long as any lasts, since use prolongs it. */
export function keepSession(
  { cookie }: PeopleContext,
  reply: FastifyReply,
  { token }: SignedIn,
): void {
  const { headers } = reply.request;
  void reply.header('set-cookie', cookie.setting(token, SESSION_LIFETIME_MS, headers));
}
