/**
 * Who may use a route. Every route declares it, and one that does not is a bug found at start: nothing is open by forgetting. The
 * check runs before the body is read, so a stranger cannot make the server read one; and once more when it has arrived, since whoever sends
 * it slowly may have been put out meanwhile.
 */

import { assert } from '@stele/base';
import type { Clock } from '@stele/base';
import type {
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
  preHandlerHookHandler,
} from 'fastify';
import type { BodyLimits } from '../bodies.ts';
import { authenticate, authenticateSession } from './authentication.ts';
import type { Authentication } from './authentication.ts';
import { requireScope } from './key-record.ts';
import type { Caller, Scope } from './key-record.ts';
import { checkStanding } from './standing.ts';
import type { Authorities } from './standing.ts';

export type Access =
  /** Anybody; a key that is sent along is not looked at. With `ownPages`, not from pages of other sites: what signs a browser in. */
  | { readonly kind: 'open'; readonly ownPages?: true }
  /** Any known key, or anybody who has signed in. */
  | { readonly kind: 'key' }
  /** Somebody who has signed in; a key is not enough. */
  | { readonly kind: 'session' }
  /** A known key with this scope, or a person who has it. */
  | { readonly kind: 'scope'; readonly scope: Scope }
  /** Anybody while `isOpen` says so, else any known key. */
  | { readonly kind: 'open-if'; readonly isOpen: () => boolean | Promise<boolean> };

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on a route that was open to anybody. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    access?: Access;
    /** Public codes this route may answer with, beside those that every route has. */
    codes?: readonly string[];
    /** The route's body limits by media type, where they are not BODY_BYTES_MAX. */
    bodyLimits?: BodyLimits;
  }
}

/** The onRequest hook that enforces the route's access. */
export function accessHook(by: Authentication): onRequestHookHandler {
  const admit = (request: FastifyRequest, access: Access): void => {
    if (access.kind === 'open') {
      by.people?.checkOrigin(request);
      return;
    }
    request.caller =
      access.kind === 'session' ? authenticateSession(request, by) : authenticate(request, by);
    if (access.kind === 'scope') requireScope(request.caller, access.scope);
  };
  return (request, _reply, done) => {
    const { access } = request.is404 ? OPEN : request.routeOptions.config;
    assert(access !== undefined, `${request.routeOptions.url ?? ''} declares its access`);
    const admitKnown = (isOpen: boolean): void => {
      if (isOpen) done();
      else attempt(() => admit(request, access), done);
    };
    if (access.kind === 'open-if') Promise.resolve(access.isOpen()).then(admitKnown, done);
    else admitKnown(access.kind === 'open' && access.ownPages === undefined);
  };
}

/** The preHandler hook that looks again at the caller, by then with the whole body. */
export function standingHook(authorities: Authorities, clock: Clock): preHandlerHookHandler {
  return ({ caller }, _reply, done) => {
    if (caller === null) done();
    else attempt(() => checkStanding(caller, authorities, clock.nowMs()), done);
  };
}

/** A path that does not exist is said not to exist. */
const OPEN: { readonly access?: Access } = { access: { kind: 'open' } };

/** A hook that calls back costs a request less than one that gives a promise; what it throws has to be handed on by itself. */
function attempt(act: () => void, done: (error?: Error) => void): void {
  try {
    act();
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

/** The challenge that RFC 9110 §11.6.1 wants in a 401, and RFC 6750 §3.1 in a 403. */
export function challenge(reply: FastifyReply, status: number, scope: unknown): void {
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="stele"');
  if (status === 403 && typeof scope === 'string') {
    reply.header('www-authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
  }
}
