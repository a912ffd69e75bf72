/** The people of a folder behind their HTTP routes, without a socket in between; a browser that keeps its cookie; clocks to set. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock, LogFields } from '@stele/base';
import {
  createBearerKey,
  createServer,
  csrfTokenOf,
  keyRecord,
  keyRingOf,
  type Origins,
  SCOPES,
  sessionCookie,
} from '@stele/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { openPeople, type People, PEOPLE_CODES } from '../index.ts';

const PORT = 7420;
export const HOST = `localhost:${String(PORT)}`;

const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) };
const nothing = (): void => undefined;

/** Cheap: what a password costs is tried by one test, and worked with by all. */
const passwordCost = { cost: 16, blockSize: 8, parallelization: 1 };

export interface TestClock extends Clock {
  /** Time goes on. */
  advance(ms: number): void;
  /** Somebody sets the clock. */
  jump(ms: number): void;
}

export function testClock(): TestClock {
  let nowMs = Date.UTC(2026, 0, 31, 8);
  let monotonicMs = 1_000;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => monotonicMs,
    advance: (ms) => {
      nowMs += ms;
      monotonicMs += ms;
    },
    jump: (ms) => {
      nowMs += ms;
    },
  };
}

export interface LogLine extends LogFields {
  readonly event: string;
}

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Json;
  readonly code: unknown;
}

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Keeps the cookie it is given, and sends X-CSRF-Token as pages do. */
export interface Browser {
  readonly ask: (method: string, url: string, ask?: Ask) => Promise<Answer>;
  token: string | undefined;
}

export interface Kit {
  readonly folder: string;
  readonly clock: TestClock;
  readonly people: People;
  readonly lines: readonly LogLine[];
  readonly browser: () => Browser;
  /** With the operator's key. */
  readonly admin: (method: string, url: string, ask?: Ask) => Promise<Answer>;
  /** A browser that has used a new link of this person, or of the first administrator. */
  readonly signedIn: (person?: string) => Promise<Browser>;
  /** Ends it, and opens it again on the same folder. */
  readonly reopen: () => Promise<Kit>;
}

export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stele-people-'));
  context.after(() => {
    // What a session's use is written down by may be on its way still.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

export async function kit(
  context: TestContext,
  origins: Partial<Origins> = {},
  folder = temporaryFolder(context),
  clock = testClock(),
): Promise<Kit> {
  const lines: LogLine[] = [];
  const at = (event: string, fields: LogFields = {}): void => void lines.push({ ...fields, event });
  const log = { debug: nothing, info: at, warn: at, error: at };
  const organisation = { id: 'court', name: 'City Court' };
  const people = await openPeople({ folder, clock, random, log, organisation, passwordCost });
  const exposure: Origins = { host: '127.0.0.1', behindProxy: false, ...origins };
  const key = createBearerKey(random);
  const record = keyRecord(key, { name: 'admin', scopes: SCOPES });
  assert.ok(record);
  const server = await createServer({
    ...exposure,
    port: 0,
    log,
    clock,
    keys: keyRingOf([record]),
    sessions: people.sessions,
    api: { title: 'People', version: '1', description: 'Who may sign in.' },
    codes: PEOPLE_CODES,
    readiness: () => ({ ready: true, parts: {} }),
    routes: (app) => {
      app.addHook('preSerialization', checkAnswer);
      people.routes(app, exposure);
    },
  });
  context.after(() => server.close());

  const send = async (method: string, url: string, ask: Ask = {}): Promise<Answer> => {
    const { body, headers } = ask;
    const response = await server.app.inject({
      method: method as 'GET',
      url,
      headers: { host: HOST, ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    const text = response.body;
    const json = text === '' ? {} : (JSON.parse(text) as Json);
    assert.equal(json['misfit'], undefined, `${method} ${url}: ${text}`);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: json,
      code: json['code'],
    };
  };
  const browser = (): Browser => browserOver(send, sessionCookie(exposure).nameAt(PORT));
  const admin: Kit['admin'] = (method, url, ask = {}) =>
    send(method, url, { ...ask, headers: { ...ask.headers, authorization: `Bearer ${key}` } });
  return {
    ...{ folder, clock, people, lines, browser, admin },
    signedIn: async (person) => {
      const made = await admin('POST', '/v1/sign-in/links', { body: person ? { person } : {} });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const own = browser();
      const answer = await own.ask('POST', '/v1/sign-in/link', { body: { token: tokenIn(made) } });
      assert.equal(answer.status, 201);
      return own;
    },
    reopen: async () => {
      await server.close();
      await people.close();
      return await kit(context, origins, folder, clock);
    },
  };
}

/** Whatever is answered is what the description says. */
function checkAnswer(
  { routeOptions }: FastifyRequest,
  { statusCode }: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload: unknown) => void,
): void {
  const described = routeOptions.schema?.response as Readonly<Record<string, TSchema>> | undefined;
  const schema = statusCode < 400 ? described?.[String(statusCode)] : undefined;
  const errors = schema === undefined ? [] : Value.Errors(schema, payload);
  done(null, errors.length === 0 ? payload : { misfit: errors });
}

function browserOver(send: Kit['admin'], cookie: string): Browser {
  const own: Browser = {
    token: undefined,
    ask: async (method, url, ask = {}) => {
      const { token } = own;
      const session =
        token === undefined
          ? {}
          : { cookie: `${cookie}=${token}`, 'x-csrf-token': csrfTokenOf(token) };
      const answer = await send(method, url, { ...ask, headers: { ...session, ...ask.headers } });
      const [name, set] = String(answer.headers['set-cookie']).split(/[=;]/, 2);
      if (name === cookie) own.token = set === '' ? undefined : set;
      return answer;
    },
  };
  return own;
}

/** Of a link in an answer. */
export function tokenIn({ body }: Answer): string {
  const { path } = (body['link'] ?? body) as { readonly path: string };
  const [, token = ''] = /^\/#sign-in=([\w-]{43})$/.exec(path) ?? [];
  assert.notEqual(token, '', path);
  return token;
}

/** Adds a person; its id. */
export async function added(
  { admin }: Kit,
  name: string,
  role: 'admin' | 'clerk' | 'reader' = 'clerk',
): Promise<string> {
  const answer = await admin('POST', '/v1/people', { body: { name, role } });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return (answer.body['person'] as { readonly id: string }).id;
}
