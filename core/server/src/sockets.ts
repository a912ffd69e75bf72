/** Node's own server under Fastify: TLS where it is wanted, and bounds on what a slow or greedy client can hold. */

import http from 'node:http';
import https from 'node:https';
import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  CONNECTIONS_MAX,
  HEADERS_TIMEOUT_MS,
  HEADER_BYTES_MAX,
  KEEP_ALIVE_MS,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from './limits.ts';

export interface Timeouts {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  readonly checkMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  headersMs: HEADERS_TIMEOUT_MS,
  requestMs: REQUEST_TIMEOUT_MS,
  keepAliveMs: KEEP_ALIVE_MS,
  checkMs: TIMEOUT_CHECK_MS,
};

/** A server that does not listen yet. */
export function createSocketServer(
  handler: RequestListener,
  tls: { readonly certificate: string; readonly key: string } | undefined,
  timeouts: Timeouts,
): Server {
  const bounds = {
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    connectionsCheckingInterval: timeouts.checkMs,
  };
  const server =
    tls === undefined
      ? http.createServer(bounds, handler)
      : https.createServer(
          { ...bounds, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' },
          handler,
        );
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

/**
 * Follows which connections are answering a request; the function it gives cuts all others. Node's own closeIdleConnections leaves
 * those on which nothing was asked yet, which browsers and pools open ahead, and a closing server would wait for them.
 */
export function followConnections(server: Server, isTls: boolean): () => void {
  const answering = new Map<Socket, number>();
  const count = (socket: Socket, change: number): void => {
    const requests = answering.get(socket);
    if (requests !== undefined) answering.set(socket, requests + change);
  };
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
    answering.set(socket, 0);
    socket.once('close', () => answering.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => {
      count(socket, -1);
    });
  });
  return () => {
    for (const [socket, requests] of answering) if (requests === 0) socket.destroy();
  };
}
