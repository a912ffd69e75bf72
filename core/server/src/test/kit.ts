/** A server on a free port of this machine, with what its log wrote, and a raw connection to say things to it that no client would. */

import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createBearerKey, createServer, jsonLog, keyRecord, keyRingOf } from '../index.ts';
import type { BearerKeyRecord, KeyOwner, Scope, Server, ServerOptions } from '../index.ts';

export interface RunningServer {
  readonly server: Server;
  readonly url: string;
  readonly port: number;
  /** What was logged, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

export type Overrides = Partial<ServerOptions>;

const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
const random = {
  bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
};

/** A new key with these scopes, and its record. */
export function newKey(
  scopes: readonly Scope[],
  owner: Partial<KeyOwner> = {},
): { key: string; record: BearerKeyRecord } {
  const key = createBearerKey(random);
  const record = keyRecord(key, { name: 'test', ...owner, scopes });
  if (record === undefined) throw new TypeError('a new key is well-formed');
  return { key, record };
}

/** The options of a server whose routes are `routes`. */
export function serverOptions(
  routes: (app: FastifyInstance) => void,
  lines: Readonly<Record<string, unknown>>[] = [],
): ServerOptions {
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
  };
  return {
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    log: jsonLog({ write, clock, level: 'debug' }),
    keys: keyRingOf([]),
    api: { title: 'Test', version: '1', description: 'A test.' },
    codes: {},
    readiness: () => ({ ready: true, parts: { chain: 'commits' } }),
    routes,
  };
}

/** Listens until the test ends. */
export async function startServer(
  context: TestContext,
  routes: (app: FastifyInstance) => void,
  overrides: Overrides = {},
): Promise<RunningServer> {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const server = await createServer({ ...serverOptions(routes, lines), ...overrides });
  const { url, port } = await server.listen();
  context.after(() => server.close());
  return { server, url, port, lines };
}

/** Sends bytes as they are, and gives all that comes back until the server closes the connection. */
export function sayRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text);
    });
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      answer += data;
    });
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

/** The JSON body of a raw answer. */
export function bodyOf(answer: string): Readonly<Record<string, unknown>> {
  const start = answer.indexOf('\r\n\r\n');
  return JSON.parse(answer.slice(start + 4)) as Readonly<Record<string, unknown>>;
}
