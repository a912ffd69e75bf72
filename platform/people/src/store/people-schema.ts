/**
 * What `people.json` may say: the form of each part, and what has to hold between them. Whoever puts a file there by hand or from a backup is told
 * at the start, not by a fault at somebody's sign-in.
 */

import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { isPasswordCost } from '../passwords/password-hash.ts';
import { nameKey, type Person, ROLES } from '../people/person.ts';
import { firstAdmin, type PeopleState } from './people-state.ts';

export const FORMAT = 'stele-people/1';

/** The last moment that has a date (ECMA-262 §21.4.1.1). */
const TimeMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
const Base64url = Type.String({ pattern: '^[A-Za-z0-9_-]+$' });
/** 32 bytes. */
const Digest = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const PersonId = Type.String({ pattern: '^per_[0-9a-f]{32}$' });

const PasswordSchema = Type.Object({
  salt: Base64url,
  hash: Digest,
  cost: Type.Integer(),
  blockSize: Type.Integer(),
  parallelization: Type.Integer(),
});

const PasskeySchema = Type.Object({
  id: Type.String({ pattern: '^pk_[0-9a-f]{32}$' }),
  name: Type.String(),
  credentialId: Base64url,
  publicKey: Base64url,
  counter: Type.Integer({ minimum: 0 }),
  transports: Type.Array(Type.String()),
  rpId: Type.String(),
  createdAtMs: TimeMs,
  lastUsedAtMs: Type.Optional(TimeMs),
});

const TotpSchema = Type.Object({
  secret: Type.String({ pattern: '^[A-Z2-7]+$' }),
  lastStep: Type.Integer(),
});

const PersonSchema = Type.Object({
  id: PersonId,
  name: Type.String(),
  role: Type.Enum([...ROLES]),
  createdAtMs: TimeMs,
  lastSignInAtMs: Type.Optional(TimeMs),
  password: Type.Optional(PasswordSchema),
  totp: Type.Optional(TotpSchema),
  passkeys: Type.Array(PasskeySchema),
  request: Type.Optional(Type.Object({ key: Type.String(), body: Type.String() })),
});

const LinkSchema = Type.Object({
  hash: Digest,
  person: PersonId,
  createdAtMs: TimeMs,
  expiresAtMs: TimeMs,
  usedAtMs: Type.Optional(TimeMs),
});

const SessionSchema = Type.Object({
  id: Type.String({ pattern: '^ses_[0-9a-f]{32}$' }),
  hash: Digest,
  person: PersonId,
  way: Type.Enum(['link', 'password', 'passkey']),
  startedAtMs: TimeMs,
  lastUsedAtMs: TimeMs,
  agent: Type.String(),
});

const FileSchema = Type.Object({
  format: Type.Literal(FORMAT),
  people: Type.Array(PersonSchema),
  links: Type.Array(LinkSchema),
  sessions: Type.Array(SessionSchema),
});

/** The state that a file's value is; undefined when it is none. */
export function stateOf(value: unknown): PeopleState | undefined {
  if (!Value.Check(FileSchema, value)) return undefined;
  const { people, links, sessions } = value as unknown as PeopleState;
  const state: PeopleState = { people, links, sessions };
  return isConsistent(state) ? state : undefined;
}

function isConsistent(state: PeopleState): boolean {
  const { people, links, sessions } = state;
  const passkeys = people.flatMap((person) => person.passkeys);
  const known = new Set(people.map(({ id }) => id));
  return (
    firstAdmin(state) !== undefined &&
    known.size === people.length &&
    areDifferent(people.map(({ name }) => nameKey(name))) &&
    areDifferent(passkeys.map(({ credentialId }) => credentialId)) &&
    areDifferent(links.map(({ hash }) => hash)) &&
    areDifferent(sessions.map(({ id }) => id)) &&
    areDifferent(sessions.map(({ hash }) => hash)) &&
    [...links, ...sessions].every(({ person }) => known.has(person)) &&
    people.every(canBeCompared)
  );
}

function areDifferent(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

function canBeCompared({ password }: Person): boolean {
  return password === undefined || isPasswordCost(password);
}
