/**
 * Whether a browser says that a request comes from this server's own pages (Fetch Metadata; RFC 6454 §7). The cookie is not sent along
 * by other sites at all (SameSite); this holds where a neighbour under the same domain, or an old browser, gets around that.
 */

import type { FastifyRequest } from 'fastify';
import { rejection } from '@stele/base';
import { type Exposure, isLoopback } from '../exposure.ts';

export interface Origins extends Exposure {
  /** Where others reach this server, when a proxy gives it another name. */
  readonly publicUrl?: string | undefined;
}

export type OriginCheck = (request: FastifyRequest) => void;

/** A check that rejects with ORIGIN_FOREIGN. Programs that are no browsers say nothing, and pass. */
export function originCheck(origins: Origins): OriginCheck {
  return ({ headers }) => {
    const site = headers['sec-fetch-site'];
    const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    const { origin } = headers;
    if (!isForeignSite && (origin === undefined || isOwn(origin, headers.host, origins))) return;
    throw rejection('ORIGIN_FOREIGN', 'the request comes from a page of another site');
  };
}

function isOwn(origin: string, host: string | undefined, origins: Origins): boolean {
  const sent = parsed(origin);
  if (sent === undefined) return false;
  if (sent.origin === parsed(origins.publicUrl)?.origin) return true;
  return believedOrigins(host, origins).includes(sent.origin);
}

/**
 * What the pages of this server have as their origin, as far as the Host header says. Behind a proxy it is https, but for a browser on
 * the machine itself, which counts its own names as secure (Secure Contexts §3.1).
 */
export function believedOrigins(host: string | undefined, origins: Origins): readonly string[] {
  const isHttps = origins.tls !== undefined || origins.behindProxy;
  const own = parsed(host === undefined ? undefined : `${isHttps ? 'https' : 'http'}://${host}`);
  if (own === undefined) return [];
  const isHere = isLoopback(own.hostname.replace(/^\[|\]$/g, ''));
  if (!origins.behindProxy || !isHere) return [own.origin];
  return [own.origin, new URL(`http://${host ?? ''}`).origin];
}

function parsed(text: string | undefined): URL | undefined {
  return text === undefined ? undefined : (URL.parse(text) ?? undefined);
}
