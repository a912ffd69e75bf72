/**
 * Who can reach the port. By default this machine only. To listen on more, an operator says how strangers are kept from reading
 * along: TLS here, by a certificate of theirs or else the server's own, or a proxy that ends TLS in front. Neither by accident nor by omission is a bearer key sent in the clear.
 */

import { isIPv4 } from 'node:net';
import { failure } from '@stele/base';

export interface Exposure {
  readonly host: string;
  /** PEM texts. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
  /** The operator says that a proxy before this server ends TLS. */
  readonly behindProxy: boolean;
}

/** Whether only this machine can connect. Other names are not resolved: what a name means can change after the check. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Whether only programs of this machine can reach the server, directly or through a proxy. */
export function isPrivate(exposure: Exposure): boolean {
  return isLoopback(exposure.host) && !exposure.behindProxy;
}

/** Whether the server needs a certificate that nobody gave it (tls/own-certificate.ts): plain is for this machine and for proxies. */
export function needsOwnCertificate({ host, tls, behindProxy }: Exposure): boolean {
  return !isLoopback(host) && tls === undefined && !behindProxy;
}

/** Fails with HOST_WITHOUT_TLS when others could connect, and what they send could be read on the way. */
export function checkExposure(exposure: Exposure): void {
  if (!needsOwnCertificate(exposure)) return;
  throw failure(
    'HOST_WITHOUT_TLS',
    `${exposure.host} can be reached from other machines, and there is no TLS to keep keys secret on the way`,
    {
      action:
        'Set STELE_TLS_CERT and STELE_TLS_KEY to PEM files, or STELE_BEHIND_PROXY=1 if a proxy ends TLS, or listen on 127.0.0.1.',
      data: { host: exposure.host },
    },
  );
}
