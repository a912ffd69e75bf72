/**
 * The cookie that carries a session (RFC 6265bis §4.1.3): never readable by scripts, never sent along from other sites, and where TLS
 * protects it bound to this very host by its prefix, so that no neighbour under the same domain can set another.
 */

import type { IncomingHttpHeaders } from 'node:http';
import type { Exposure } from '../exposure.ts';

/** 32 bytes as base64url; whatever else a cookie holds is no token. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface SessionCookie {
  /** Its name for a server that browsers reach at this port. */
  nameAt(port: number | string): string;
  /** The token in the Cookie header. Undefined without one, and when there are two: then it is not clear who set which. */
  tokenIn(headers: IncomingHttpHeaders): string | undefined;
  /** A Set-Cookie header that keeps `token` for this long, in answer to a request with these headers. */
  setting(token: string, maxAgeMs: number, headers: IncomingHttpHeaders): string;
  /** A Set-Cookie header that takes the token away. */
  clearing(headers: IncomingHttpHeaders): string;
}

/**
 * Of a server that is reached so: over TLS, here or at the proxy, the cookie is never sent without. Cookies know no ports, and a machine
 * may run several servers: without TLS the name has the port, as the browser says it.
 */
export function sessionCookie({ tls, behindProxy }: Exposure): SessionCookie {
  const isSecure = tls !== undefined || behindProxy;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const nameAt: SessionCookie['nameAt'] = (port) =>
    isSecure ? '__Host-stele_session' : `stele_session_${String(port)}`;
  const nameIn = ({ host }: IncomingHttpHeaders): string => nameAt(portIn(host));
  return {
    nameAt,
    tokenIn: (headers) => {
      const { cookie = '' } = headers;
      const values = valuesOf(cookie, nameIn(headers));
      const [value = ''] = values;
      return values.length === 1 && TOKEN.test(value) ? value : undefined;
    },
    setting: (token, maxAgeMs, headers) =>
      `${nameIn(headers)}=${token}; Max-Age=${String(Math.floor(maxAgeMs / 1_000))}; ${attributes}`,
    clearing: (headers) => `${nameIn(headers)}=; Max-Age=0; ${attributes}`,
  };
}

/** Browsers leave out the port of the scheme. */
function portIn(host = ''): string {
  return /:([0-9]{1,5})$/.exec(host)?.[1] ?? '80';
}

function valuesOf(header: string, name: string): readonly string[] {
  const start = `${name}=`;
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length));
}
