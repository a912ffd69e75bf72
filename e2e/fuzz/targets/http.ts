/**
 * Requests, as the bytes that cross the wire: every route of ledger, evidence service and people, in a server as it is started. Whatever
 * is sent, the answer is one that the server's own description has; and it answers the next request.
 */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import {
  checkAnswer,
  type Description,
} from '../../../ledger/node/src/http/test/described-answers.ts';
import { type Served, served } from '../served.ts';
import type { Target } from '../target.ts';

/** What a request is given when it is sent: the fuzzer cannot guess a key, and need not count bytes. */
const KEY = '{key}';
const LENGTH = '{length}';
/** A request that waits for more is left alone then; so is one that asked to wait. */
const PATIENCE_MS = 60;
const HEAD_END = '\r\n\r\n';
const DIGEST = 'ab'.repeat(32);

interface Place {
  readonly server: Served;
  readonly port: number;
  readonly description: Description;
  readonly ids: Readonly<Record<string, string>>;
}

let opened: Promise<Place> | undefined;
const place = (): Promise<Place> => (opened ??= open());

async function open(): Promise<Place> {
  const server = await served();
  const { address, adminKey } = server;
  const ask = async (
    method: string,
    path: string,
    body?: object,
  ): Promise<Readonly<Record<string, string>>> => {
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    return (await (await fetch(address + path, init)).json()) as Readonly<Record<string, string>>;
  };
  const record = await ask('POST', '/v1/evidence', { digests: { 'sha-256': DIGEST }, name: 'a' });
  const customer = await ask('POST', '/v1/customers', { name: 'A bank' });
  const description = (await ask('GET', '/openapi.json')) as unknown as Description;
  return {
    server,
    port: Number(new URL(address).port),
    description,
    ids: {
      evidence: record['id'] ?? '',
      transactions: record['transaction'] ?? '',
      customers: customer['id'] ?? '',
    },
  };
}

/** One request for each operation there is. */
async function requests(): Promise<readonly Uint8Array[]> {
  const { description, ids } = await place();
  const all = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const filled = path.replaceAll(
        /([a-z]+)?\/?\{([^}]+)\}/g,
        (_, before: string | undefined, name: string) => {
          const value = {
            chain: 'main',
            form: 'json',
            level: '0',
            path: '000',
            block: '0',
            index: '0',
          }[name];
          return `${before === undefined ? '' : `${before}/`}${value ?? ids[before ?? ''] ?? '0'}`;
        },
      );
      return bodiesOf(operation).map(([type, body]) =>
        Buffer.from(
          [
            `${method.toUpperCase()} ${filled} HTTP/1.1`,
            'Host: localhost',
            `Authorization: Bearer ${KEY}`,
            ...(type === '' ? [] : [`Content-Type: ${type}`, `Content-Length: ${LENGTH}`]),
            '',
            body,
          ].join('\r\n'),
        ),
      );
    }),
  );
  return [...all, ...ODD.map((text) => Buffer.from(text))];
}

interface Described {
  readonly requestBody?: {
    readonly content?: Readonly<
      Record<string, { readonly schema?: { readonly examples?: readonly unknown[] } }>
    >;
  };
}

const BODIES: Readonly<Record<string, string>> = {
  'application/json': `{"digests":{"sha-256":"${DIGEST}"},"name":"a","items":[{"digests":{"sha-256":"${DIGEST}"}}],"scopes":["evidence:read"],"units":5}`,
  'application/x-ndjson': `{"digests":{"sha-256":"${DIGEST}"}}\n`,
  'multipart/form-data; boundary=b':
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n--b--\r\n',
};

function bodiesOf(operation: object): readonly (readonly [type: string, body: string])[] {
  const { content } = (operation as Described).requestBody ?? {};
  if (content === undefined) return [['', '']];
  return Object.entries(content).map(([type, { schema }]) => {
    const whole = Object.keys(BODIES).find((one) => one.startsWith(type)) ?? type;
    const [example] = schema?.examples ?? [];
    return [
      whole,
      example === undefined ? (BODIES[whole] ?? 'x') : JSON.stringify(example),
    ] as const;
  });
}

const ODD = [
  'GET http://localhost/v1/codes HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'POST /v1/evidence HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'GET /healthz HTTP/1.0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  `GET /v1/me HTTP/1.1\r\nHost: localhost\r\nCookie: stele_session_80=${'A'.repeat(43)}\r\nSec-Fetch-Site: cross-site\r\n\r\n`,
];

/** With the key and the length of its body put in. */
function filled(input: Uint8Array, key: string): Buffer {
  const text = Buffer.from(input).toString('latin1');
  const head = text.indexOf(HEAD_END);
  const length = head < 0 ? 0 : text.length - head - HEAD_END.length;
  return Buffer.from(text.replaceAll(KEY, key).replace(LENGTH, String(length)), 'latin1');
}

/** Answered before it is known what is asked for: broken HTTP, a foreign host, too much of a line or of headers. */
const BEFORE_ROUTES = [400, 408, 421, 431];

interface RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The first answer in what came back; undefined when there is none, or not a whole one. */
function answerIn(bytes: Buffer): RawAnswer | undefined {
  const text = bytes.toString('latin1');
  const end = text.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [status = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const length = Number(headers['content-length'] ?? 0);
  const body = bytes.subarray(end + HEAD_END.length, end + HEAD_END.length + length);
  if (body.length < length) return undefined;
  return { statusCode: Number(status.split(' ')[1]), headers, body: body.toString() };
}

function send(port: number, request: Buffer): Promise<RawAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(request));
    let received = Buffer.alloc(0);
    const end = (): void => {
      resolve(answerIn(received));
      socket.destroy();
    };
    socket.setTimeout(PATIENCE_MS, end).on('error', end).on('close', end);
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      if (answerIn(received) !== undefined) end();
    });
  });
}

/** Where a request goes and how, as a server reads it; undefined where that is not the plain form of a request. */
function lineOf(request: Buffer): { readonly method: string; readonly url: string } | undefined {
  const [method, url] =
    /^([A-Z]+) (\/[!-~]*) HTTP\/1\.[01]\r\n/.exec(request.toString('latin1'))?.slice(1) ?? [];
  return method === undefined || url === undefined ? undefined : { method, url };
}

const http: Target = {
  name: 'http',
  seeds: requests,
  run: async (input) => {
    const { server, port, description } = await place();
    const request = filled(input, server.adminKey);
    const answer = await send(port, request);
    if (answer === undefined) return;
    const { statusCode, headers, body } = answer;
    assert.ok(statusCode >= 200 && statusCode < 600 && statusCode !== 500, body);
    assert.equal(headers['access-control-allow-origin'], undefined);
    const line = lineOf(request);
    // What Node refuses to read reaches no route; what is asked for by HEAD has no body.
    if (line === undefined || BEFORE_ROUTES.includes(statusCode) || line.method === 'HEAD') return;
    checkAnswer(description, line, { ...answer, json: () => JSON.parse(body) as unknown } as never);
  },
  close: async () => {
    if (opened !== undefined) await (await opened).server.close();
    opened = undefined;
  },
};

export const TARGETS: readonly Target[] = [http];
