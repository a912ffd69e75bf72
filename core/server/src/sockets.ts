/** Node's own server under Fastify: TLS where it is wanted, and bounds on what a slow or greedy client can hold. */

import http from 'node:http';
import https from 'node:https';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectionsMax } from './descriptors.ts';
import {
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

/** A server that does not listen yet, and has nobody to answer yet. */
export function createSocketServer(
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
      ? http.createServer(bounds)
      : https.createServer({
          ...bounds,
          cert: tls.certificate,
          key: tls.key,
          minVersion: 'TLSv1.2',
          handshakeTimeout: timeouts.headersMs,
        });
  server.maxConnections = connectionsMax();
  // Bounded by HEADER_BYTES_MAX. Beyond a count of its own Node would drop headers without a word, a second Host among them.
  server.maxHeadersCount = 0;
  return server;
}

/** Which connections are answering a request. */
export interface Connections {
  /**
   * Cuts all others. Node's own closeIdleConnections leaves those on which nothing was asked yet, which browsers and pools open
   * ahead, and a closing server would wait for them.
   */
  readonly cutQuiet: () => void;
  /**
   * Acts when the answers to what came in whole before are out: at once where there are none, or where the last request has not
   * come in whole and so will not be answered.
   */
  readonly afterAnswers: (socket: Duplex, act: () => void) => void;
}

interface Answering {
  requests: number;
  last: IncomingMessage | undefined;
  act: (() => void) | undefined;
}

/** Follows the connections of a server. */
export function followConnections(server: Server, isTls: boolean): Connections {
  const answering = new Map<Duplex, Answering>();
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
    answering.set(socket, { requests: 0, last: undefined, act: undefined });
    socket.once('close', () => answering.delete(socket));
  });
  server.on('request', (request, response) => {
    const state = answering.get(request.socket);
    if (state === undefined) return;
    state.requests++;
    state.last = request;
    response.once('close', () => {
      state.requests--;
      if (state.requests === 0) state.act?.();
    });
  });
  return {
    cutQuiet: () => {
      for (const [socket, { requests }] of answering) if (requests === 0) socket.destroy();
    },
    afterAnswers: (socket, act) => {
      const state = answering.get(socket);
      if (state === undefined || state.requests === 0 || state.last?.complete === false) act();
      else state.act = act;
    },
  };
}
