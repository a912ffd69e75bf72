import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { SERVER_CODES, createServer } from './index.ts';
import { serverOptions } from './test/kit.ts';

interface Operation {
  readonly security?: readonly Record<string, string[]>[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

function routes(app: FastifyInstance): void {
  app.post(
    '/v1/things/:id',
    {
      config: { access: { kind: 'scope', scope: 'admin' }, codes: ['NOT_READY'] },
      schema: { params: Type.Object({ id: Type.String() }), body: Type.Object({}) },
    },
    () => ({}),
  );
  app.get(
    '/v1/things',
    { config: { access: { kind: 'open-if', isOpen: () => true } } },
    () => ({}),
  );
}

void test('a route’s access and codes are in the description, with what every route may answer', async (context) => {
  const { app, close } = await createServer(serverOptions(routes));
  context.after(close);
  const description = (await app.inject('/openapi.json')).json<Description>();
  assert.equal(description.openapi, '3.1.1');
  const { security, responses } = description.paths['/v1/things/{id}']?.['post'] ?? {};
  assert.deepEqual(security, [{ key: ['admin'] }]);
  const codes = Object.entries(responses ?? {}).flatMap(([status, { description: text }]) =>
    text.split('\n').map((line) => `${status} ${line.split(':', 1)[0] ?? ''}`),
  );
  for (const code of [
    '400 REQUEST_INVALID',
    '400 JSON_MALFORMED',
    '401 KEY_MISSING',
    '403 SCOPE_MISSING',
    '413 BODY_TOO_LARGE',
    '415 UNSUPPORTED_MEDIA_TYPE',
    '500 INTERNAL',
    '503 NOT_READY',
    '503 SHUTTING_DOWN',
  ]) {
    assert.ok(codes.includes(code), code);
  }
  assert.deepEqual(description.paths['/v1/things']?.['get']?.security, [{}, { key: [] }]);
  assert.equal(description.paths['/healthz']?.['get']?.security, undefined);
  assert.ok('Problem' in description.components.schemas);
});

void test('a route cannot declare a code that nobody explains', async () => {
  const careless = (app: FastifyInstance): void => {
    app.get('/x', { config: { access: { kind: 'open' }, codes: ['MADE_UP'] } }, () => ({}));
  };
  await assert.rejects(createServer(serverOptions(careless)), /MADE_UP/);
});

void test('the list of codes is the catalogue', async (context) => {
  const { app, close } = await createServer(serverOptions(() => undefined));
  context.after(close);
  const { items } = (await app.inject('/v1/codes')).json<{ items: { code: string }[] }>();
  assert.deepEqual(
    items.map(({ code }) => code),
    Object.keys(SERVER_CODES).sort(),
  );
});
