/**
 * Where a request comes from: the other end of the connection, or, behind a proxy of the operator, what that proxy says. Only the last
 * hop in X-Forwarded-For is the proxy's own word; all before it is whatever the client sent.
 */

import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { addressBytes } from './address-bytes.ts';

export type AddressOf = (request: FastifyRequest) => string;

/** Reads addresses for a server with or without a proxy before it. */
export function addressReader(behindProxy: boolean): AddressOf {
  return behindProxy ? ({ raw }) => forwarded(raw) ?? peer(raw) : ({ raw }) => peer(raw);
}

type Raw = FastifyRequest['raw'];

function peer({ socket }: Raw): string {
  return socket.remoteAddress ?? '';
}

function forwarded({ headers }: Raw): string | undefined {
  const last = headers['x-forwarded-for']?.toString().split(',').at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? undefined : last;
}

/**
 * What counts as one client: an IPv4 address, or the /64 that IPv6 gives a single customer (RFC 6177), who may use each of its
 * addresses.
 */
export function clientOf(address: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  return `${Buffer.from(addressBytes(address).subarray(0, 8)).toString('hex')}/64`;
}
