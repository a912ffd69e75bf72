/**
 * Who a request believes it talks to (RFC 9110 §7.2). A server for this machine only answers to names of this machine only: a web
 * page whose name was made to point here (DNS rebinding) still sends its own name, and is refused before it can read anything.
 */

import { rejection } from '@stele/base';
import type { FastifyRequest } from 'fastify';
import { type Exposure, isLoopback, isPrivate } from './exposure.ts';

const HOST = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::[0-9]{1,5})?$/i;

/** A hook that rejects with HOST_FOREIGN, or HOST_TWICE when it is not clear who is meant. */
export function hostHook(
  exposure: Exposure,
): (request: FastifyRequest, reply: unknown, done: (error?: Error) => void) => void {
  const checksName = isPrivate(exposure);
  return (request, _reply, done) => {
    done(fault(request, checksName));
  };
}

function fault({ raw }: FastifyRequest, checksName: boolean): Error | undefined {
  if (hostsIn(raw.rawHeaders) > 1) {
    return rejection('HOST_TWICE', 'the request names its host twice');
  }
  if (!checksName || namesThisMachine(raw.headers.host)) return undefined;
  return rejection('HOST_FOREIGN', 'the request is meant for another host than this machine');
}

/** Counted where they came in: Node keeps the first one only, and a proxy may have read the second. */
function hostsIn(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}

function namesThisMachine(host: string | undefined): boolean {
  const [, address, name] = HOST.exec(host ?? '') ?? [];
  return isLoopback(address ?? name ?? '');
}
