/**
 * The cookie that carries a session (RFC 6265bis §4.1.3): never readable by scripts, never sent along from other sites, and where TLS
 * protects it bound to this very host by its prefix, so that no neighbour under the same domain can set another.
 */

import type { IncomingHttpHeaders } from 'node:http';
import type { Exposure } from '../exposure.ts';

/** 32 bytes as base64url; whatever else a cookie holds is no token. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface SessionCookie {
  readonly name: string;
  /** The token in a Cookie header. Undefined without one, and when there are two: then it is not clear who set which. */
  tokenIn(headers: IncomingHttpHeaders): string | undefined;
  /** A Set-Cookie header that keeps `token` for this long. */
  setting(token: string, maxAgeMs: number): string;
  /** A Set-Cookie header that takes the token away. */
  readonly clearing: string;
}

/** Of a server that is reached so: over TLS, here or at the proxy, the cookie is never sent without. */
export function sessionCookie({ tls, behindProxy }: Exposure): SessionCookie {
  const isSecure = tls !== undefined || behindProxy;
  const name = isSecure ? '__Host-stele_session' : 'stele_session';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    name,
    tokenIn: ({ cookie = '' }) => {
      const values = valuesOf(cookie, name);
      const [value = ''] = values;
      return values.length === 1 && TOKEN.test(value) ? value : undefined;
    },
    setting: (token, maxAgeMs) =>
      `${name}=${token}; Max-Age=${String(Math.floor(maxAgeMs / 1_000))}; ${attributes}`,
    clearing: `${name}=; Max-Age=0; ${attributes}`,
  };
}

function valuesOf(header: string, name: string): readonly string[] {
  const start = `${name}=`;
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length));
}
