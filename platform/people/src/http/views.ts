/** People and sessions as answers show them, and the schemas of that. */

import { SCOPES } from '@stele/server';
import { type Static, Type } from 'typebox';
import { SESSION_LIFETIME_MS } from '../limits.ts';
import type { NewLink } from '../links/links.ts';
import { type Passkey, type Person, ROLES, SCOPES_OF_ROLE } from '../people/person.ts';
import { sessionEndsMs } from '../store/lifetimes.ts';
import type { KeptSession } from '../store/people-state.ts';
import type { Organisation } from '../world.ts';
import { signInPath } from './sign-in-path.ts';

const Time = Type.String({ format: 'date-time' });

export const RoleSchema = Type.Enum([...ROLES], {
  description: 'admin: everything; clerk: records and reads; reader: reads',
});

const WaysSchema = Type.Object({
  password: Type.Boolean(),
  totp: Type.Boolean({ description: 'a code of an authenticator app is asked for as well' }),
  passkeys: Type.Integer({ minimum: 0 }),
});

export const SessionSchema = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    role: RoleSchema,
    scopes: Type.Array(Type.Enum([...SCOPES])),
  }),
  session: Type.Object({
    id: Type.String(),
    startedAt: Time,
    expiresAt: Type.String({ format: 'date-time', description: 'at the latest' }),
  }),
  csrfToken: Type.String({ description: 'for X-CSRF-Token of whatever changes something' }),
  ways: WaysSchema,
  organisation: Type.Object({ id: Type.String(), name: Type.String() }),
});

export const OwnSessionSchema = Type.Object({
  id: Type.String(),
  startedAt: Time,
  lastUsedAt: Time,
  expiresAt: Type.String({ format: 'date-time', description: 'unless it is used again' }),
  agent: Type.String({ description: 'what the browser calls itself' }),
  current: Type.Boolean(),
});

export const PersonViewSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: RoleSchema,
  createdAt: Time,
  lastSignInAt: Type.Optional(Time),
  ways: WaysSchema,
});

export const LinkViewSchema = Type.Object({
  path: Type.String({ description: 'to be put behind the address of this server; works once' }),
  url: Type.Optional(Type.String({ description: 'the same under STELE_PUBLIC_URL' })),
  expiresAt: Time,
});

export const PasskeyViewSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  host: Type.String({ description: 'the name it works under' }),
  createdAt: Time,
  lastUsedAt: Type.Optional(Time),
});

export interface SessionFacts {
  readonly person: Person;
  readonly session: KeptSession;
  readonly csrfToken: string;
}

export function sessionView(
  { person, session, csrfToken }: SessionFacts,
  organisation: Organisation,
): Static<typeof SessionSchema> {
  const { id, name, role } = person;
  const { startedAtMs } = session;
  return {
    person: { id, name, role, scopes: [...SCOPES_OF_ROLE[role]] },
    session: {
      id: session.id,
      startedAt: timeText(startedAtMs),
      expiresAt: timeText(startedAtMs + SESSION_LIFETIME_MS),
    },
    csrfToken,
    ways: waysOf(person),
    organisation: { id: organisation.id, name: organisation.name },
  };
}

export function ownSessionView(
  session: KeptSession,
  currentId: string,
): Static<typeof OwnSessionSchema> {
  const { id, startedAtMs, lastUsedAtMs, agent } = session;
  return {
    id,
    startedAt: timeText(startedAtMs),
    lastUsedAt: timeText(lastUsedAtMs),
    expiresAt: timeText(sessionEndsMs(session)),
    agent,
    current: id === currentId,
  };
}

export function personView(person: Person): Static<typeof PersonViewSchema> {
  const { id, name, role, createdAtMs, lastSignInAtMs } = person;
  return {
    id,
    name,
    role,
    createdAt: timeText(createdAtMs),
    ...(lastSignInAtMs !== undefined && { lastSignInAt: timeText(lastSignInAtMs) }),
    ways: waysOf(person),
  };
}

export function linkView(
  { token, expiresAtMs }: NewLink,
  publicUrl: string | undefined,
): Static<typeof LinkViewSchema> {
  const path = signInPath(token);
  return {
    path,
    ...(publicUrl !== undefined && { url: `${publicUrl.replace(/\/+$/, '')}${path}` }),
    expiresAt: timeText(expiresAtMs),
  };
}

export function passkeyView(passkey: Passkey): Static<typeof PasskeyViewSchema> {
  const { id, name, rpId, createdAtMs, lastUsedAtMs } = passkey;
  return {
    id,
    name,
    host: rpId,
    createdAt: timeText(createdAtMs),
    ...(lastUsedAtMs !== undefined && { lastUsedAt: timeText(lastUsedAtMs) }),
  };
}

function waysOf({ password, totp, passkeys }: Person): Static<typeof WaysSchema> {
  return {
    password: password !== undefined,
    totp: totp !== undefined,
    passkeys: passkeys.length,
  };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
