/** Taking a port, with what can go wrong said in words an operator can act on. */

import { assert, failure } from '@stele/base';
import type { CodedError } from '@stele/base';
import type { FastifyInstance } from 'fastify';
import type { Exposure } from './exposure.ts';

export interface ListeningAddress {
  readonly url: string;
  readonly host: string;
  /** The one taken, when 0 was asked for. */
  readonly port: number;
}

type ListenOptions = Exposure & { readonly port: number };

/** Takes the port. Fails with PORT_BUSY, PORT_FORBIDDEN, HOST_UNAVAILABLE. */
export async function listen(
  app: FastifyInstance,
  options: ListenOptions,
): Promise<ListeningAddress> {
  const { host, port } = options;
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw explained(error, options);
  }
  const address = app.server.address();
  assert(typeof address === 'object' && address !== null, 'a listening server has an address');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const scheme = options.tls === undefined ? 'http' : 'https';
  return { url: `${scheme}://${name}:${String(address.port)}`, host, port: address.port };
}

function explained(error: unknown, { host, port }: ListenOptions): unknown {
  const explain = EXPLANATIONS[(error as NodeJS.ErrnoException).code ?? ''];
  return explain === undefined ? error : explain(host, port, error);
}

type Explanation = (host: string, port: number, cause: unknown) => CodedError;

const noSuchHost: Explanation = (host, port, cause) =>
  failure('HOST_UNAVAILABLE', `${host} is no address of this machine`, {
    action: 'Set STELE_HOST to 127.0.0.1, or to an address that `ip address` lists.',
    data: { host, port },
    cause,
  });

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  EADDRINUSE: (host, port, cause) =>
    failure('PORT_BUSY', `port ${String(port)} on ${host} is already in use`, {
      action: `Stop the program that uses it, or choose another with --port N or STELE_PORT=N; 0 takes a free one.`,
      data: { host, port },
      cause,
    }),
  EACCES: (host, port, cause) =>
    failure('PORT_FORBIDDEN', `the system does not let this user listen on port ${String(port)}`, {
      action: 'Choose a port above 1023 with --port N or STELE_PORT=N.',
      data: { host, port },
      cause,
    }),
  EADDRNOTAVAIL: noSuchHost,
  ENOTFOUND: noSuchHost,
  EAI_AGAIN: noSuchHost,
};
