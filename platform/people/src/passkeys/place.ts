/** Where a passkey works (WebAuthn §5.1.3): under the host name that the browser sees, on a page of that origin. */

import { isIP } from 'node:net';
import { rejection } from '@stele/base';
import { believedOrigins, type Origins } from '@stele/server';

export interface Place {
  readonly rpId: string;
  readonly origins: readonly string[];
}

/**
 * The place that a request with this Host header believes in; behind a proxy, the public address where one is set, since a proxy may
 * name another host. Rejects with PASSKEY_NEEDS_NAME: an address is no name.
 */
export function placeOf(host: string | undefined, origins: Origins): Place {
  const { publicUrl, behindProxy } = origins;
  const own =
    behindProxy && publicUrl !== undefined
      ? [new URL(publicUrl).origin]
      : believedOrigins(host, origins);
  const [first] = own;
  const rpId = first === undefined ? '' : new URL(first).hostname;
  if (rpId === '' || rpId.startsWith('[') || isIP(rpId) !== 0) throw needsName();
  return { rpId, origins: own };
}

function needsName(): Error {
  return rejection('PASSKEY_NEEDS_NAME', 'passkeys belong to a host name, and this is an address');
}
