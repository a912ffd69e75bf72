/** Who sends a request with a session's cookie, and whether it was a page of this server that made the browser send it. */

import { rejection } from '@stele/base';
import type { FastifyRequest } from 'fastify';
import type { PersonCaller } from '../keys/key-record.ts';
import { csrfTokenOf, isCsrfTokenOf } from './csrf-token.ts';
import type { OriginCheck } from './same-origin.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionRing } from './session-ring.ts';

export interface PersonAuthentication {
  readonly sessions: SessionRing;
  readonly cookie: SessionCookie;
  readonly checkOrigin: OriginCheck;
}

const CSRF_HEADER = 'x-csrf-token';
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD'];

/** The person; undefined without a cookie of ours. Rejects with SESSION_ENDED, ORIGIN_FOREIGN, CSRF_TOKEN_WRONG. */
export function authenticatePerson(
  request: FastifyRequest,
  { sessions, cookie, checkOrigin }: PersonAuthentication,
): PersonCaller | undefined {
  const token = cookie.tokenIn(request.headers);
  if (token === undefined) return undefined;
  // First, so that a page of another site learns nothing, and does not keep a session alive.
  checkOrigin(request);
  const isChange = !SAFE_METHODS.includes(request.method);
  const isForged = isChange && !isCsrfTokenOf(token, request.headers[CSRF_HEADER]);
  const session = sessions.find(token);
  if (session === undefined) throw rejection('SESSION_ENDED', 'the session has ended');
  if (isForged) {
    throw rejection('CSRF_TOKEN_WRONG', 'X-CSRF-Token is missing or is not this session’s');
  }
  const { id, person, scopes, expiresAtMs } = session;
  return {
    kind: 'person',
    sessionId: id,
    csrfToken: csrfTokenOf(token),
    person,
    name: person.name,
    scopes,
    expiresAtMs,
  };
}
