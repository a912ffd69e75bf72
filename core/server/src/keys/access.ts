/**
 * Who may use a route. Every route declares it, and one that does not is a bug found at start: nothing is open by forgetting. The
 * check runs before the body is read, so a stranger cannot make the server read one.
 */

import { assert } from '@stele/base';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyLimits } from '../bodies.ts';
import type { Scope } from './bearer-key.ts';
import { authenticate, requireScope } from './key-ring.ts';
import type { Caller, KeyRing } from './key-ring.ts';

export type Access =
  /** Anybody; a key that is sent along is not looked at. */
  | { readonly kind: 'open' }
  /** Any known key. */
  | { readonly kind: 'key' }
  /** A known key with this scope. */
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
export function accessHook(keys: KeyRing): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    assert(access !== undefined, `${request.routeOptions.url ?? ''} declares its access`);
    if (access.kind === 'open') return;
    if (access.kind === 'open-if' && (await access.isOpen())) return;
    request.caller = authenticate(request.headers.authorization, keys);
    if (access.kind === 'scope') requireScope(request.caller, access.scope);
  };
}

/** The challenge that RFC 9110 §11.6.1 wants in a 401, and RFC 6750 §3.1 in a 403. */
export function challenge(reply: FastifyReply, status: number, scope: unknown): void {
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="stele"');
  if (status === 403 && typeof scope === 'string') {
    reply.header('www-authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
  }
}
