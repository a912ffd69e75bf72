/**
 * Who sends a request: the holder of the key that it shows (bearer) or was signed with (RFC 9421), one of them, not both; or, when there
 * is no key at all, the person whose session its cookie carries.
 */

import { rejection } from '@stele/base';
import type { Clock } from '@stele/base';
import type { FastifyRequest } from 'fastify';
import { bearerRecord } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';
import { callerOf, checkState } from './key-record.ts';
import type { Caller, KeyRecord, PersonCaller } from './key-record.ts';
import { isSigned, signatureRecord } from '../signatures/verify-request.ts';
import { authenticatePerson } from '../sessions/authenticate-person.ts';
import type { PersonAuthentication } from '../sessions/authenticate-person.ts';
import type { NonceMemory } from '../signatures/nonce-memory.ts';

export interface Authentication {
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly nonces: NonceMemory;
  /** Undefined: nobody signs in here, and cookies are not looked at. */
  readonly people: PersonAuthentication | undefined;
}

/**
 * The caller. Rejects with KEY_MISSING, KEY_UNKNOWN, KEY_REVOKED, KEY_EXPIRED, CREDENTIALS_TWICE, a code of a request signature
 * (signatures/verify-request.ts) or of a session (sessions/authenticate-person.ts).
 */
export function authenticate(request: FastifyRequest, by: Authentication): Caller {
  return personOf(request, by) ?? holderOf(request, by);
}

/** The person, and nobody else. Rejects with SESSION_MISSING, or as authenticatePerson does. */
export function authenticateSession(request: FastifyRequest, by: Authentication): PersonCaller {
  const person = personOf(request, by);
  if (person !== undefined) return person;
  throw rejection('SESSION_MISSING', 'nobody has signed in with this browser');
}

/** A request with a key is not looked at for a cookie. */
function personOf(request: FastifyRequest, { people }: Authentication): PersonCaller | undefined {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined || cookie === undefined || people === undefined) return undefined;
  return isSigned(request) ? undefined : authenticatePerson(request, people);
}

function holderOf(request: FastifyRequest, by: Authentication): Caller {
  const record = recordOf(request, by);
  checkState(record, by.clock.nowMs());
  return callerOf(record);
}

function recordOf(request: FastifyRequest, by: Authentication): KeyRecord {
  const { authorization } = request.headers;
  if (!isSigned(request)) return bearerRecord(authorization, by.keys);
  if (authorization === undefined) return signatureRecord(request, by);
  throw rejection('CREDENTIALS_TWICE', 'the request is signed and has an Authorization header');
}
