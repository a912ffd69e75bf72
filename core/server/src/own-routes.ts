/** The routes that every daemon has: health, readiness, metrics, who asks, the API's description, the explanation of each code. */

import { assert, failure, rejection } from '@stele/base';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Access } from './keys/access.ts';
import { SCOPES } from './keys/key-record.ts';
import type { Metrics } from './metrics.ts';
import type { Catalogue } from './problem/catalogue.ts';
import { CODES_PATH } from './problem/problem.ts';

export interface Readiness {
  readonly ready: boolean;
  /** What readiness consists of, by name, each with a word or sentence: `{chain: "commits", projection: "off"}`. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface OwnRoutesOptions {
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
  /** Whether /metrics needs a key: it tells how much business is done here. */
  readonly metricsAccess: Access;
  readonly readiness: () => Readiness | Promise<Readiness>;
}

const open: Access = { kind: 'open' };

/** Adds them to `app`. */
export function addOwnRoutes(app: FastifyInstance, options: OwnRoutesOptions): void {
  addHealth(app, options);
  addMetrics(app, options);
  addMe(app);
  addDescription(app);
  addCodes(app, options.catalogue);
}

const PartsSchema = Type.Record(Type.String(), Type.String());

function addHealth(app: FastifyInstance, { readiness }: OwnRoutesOptions): void {
  const health = Type.Object({ status: Type.Literal('ok') });
  app.get(
    '/healthz',
    {
      config: { access: open },
      schema: {
        operationId: 'getHealth',
        summary: 'Whether requests are served',
        tags: ['health'],
        response: { 200: health },
      },
    },
    () => ({ status: 'ok' as const }),
  );
  const ready = Type.Object({ status: Type.Literal('ready'), parts: PartsSchema });
  app.get(
    '/readyz',
    {
      config: { access: open, codes: ['NOT_READY'] },
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether the chain commits',
        tags: ['health'],
        response: { 200: ready },
      },
    },
    async () => {
      const state = await readiness();
      if (state.ready) return { status: 'ready' as const, parts: state.parts };
      throw failure('NOT_READY', 'not everything this server needs is there yet', {
        retryable: true,
        data: { parts: state.parts },
      });
    },
  );
}

function addMetrics(app: FastifyInstance, { metrics, metricsAccess }: OwnRoutesOptions): void {
  const text = {
    description: 'Prometheus text',
    content: { 'text/plain': { schema: Type.String() } },
  };
  app.get(
    '/metrics',
    {
      config: { access: metricsAccess },
      schema: {
        operationId: 'getMetrics',
        summary: 'Metrics for Prometheus',
        tags: ['health'],
        response: { 200: text },
      },
    },
    async (_, reply) => {
      const body = await metrics.registry.metrics();
      return reply.type(metrics.registry.contentType).send(Buffer.from(body));
    },
  );
}

const MeSchema = Type.Object({
  kind: Type.Enum(['key', 'person'], { type: 'string' }),
  id: Type.String({
    description:
      'the visible part of the key, or the keyid of the signature; of a person who signed in, its id',
  }),
  name: Type.String(),
  scopes: Type.Array(Type.Enum([...SCOPES])),
  customer: Type.Optional(Type.String({ description: 'absent for keys of the operator' })),
  role: Type.Optional(Type.String({ description: 'of a person' })),
  expiresAt: Type.Optional(
    Type.String({ description: 'of the key or the session; absent when the key does not expire' }),
  ),
});

/** So that an integrator can tell a wrong key from a wrong request. */
function addMe(app: FastifyInstance): void {
  app.get(
    '/v1/me',
    {
      config: { access: { kind: 'key' } },
      schema: {
        operationId: 'getMe',
        summary: 'Who the key belongs to and what it may do',
        tags: ['keys'],
        response: { 200: MeSchema },
      },
    },
    ({ caller }) => {
      assert(caller !== null, 'a route that needs a key has a caller');
      const { kind, name, scopes, customer, expiresAtMs } = caller;
      return {
        kind,
        ...(caller.kind === 'key' ? { id: caller.keyId } : caller.person),
        name,
        scopes,
        ...(customer === undefined ? {} : { customer }),
        ...(expiresAtMs === undefined ? {} : { expiresAt: new Date(expiresAtMs).toISOString() }),
      };
    },
  );
}

function addDescription(app: FastifyInstance): void {
  let text: Buffer | undefined;
  app.get(
    '/openapi.json',
    {
      config: { access: open },
      schema: {
        operationId: 'getDescription',
        summary: 'This API, as OpenAPI 3.1',
        tags: ['description'],
        response: { 200: Type.Object({}, { additionalProperties: true }) },
      },
    },
    (_, reply) => {
      text ??= Buffer.from(JSON.stringify(app.swagger()));
      return reply.type('application/json; charset=utf-8').send(text);
    },
  );
}

const CodeSchema = Type.Object({
  code: Type.String(),
  status: Type.Integer(),
  title: Type.String(),
  action: Type.String(),
});

function addCodes(app: FastifyInstance, catalogue: Catalogue): void {
  const items = Object.entries(catalogue)
    .map(([code, { status, title, action }]) => ({ code, status, title, action }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const list = Type.Object({
    items: Type.Array(CodeSchema),
    nextCursor: Type.Null({ description: 'the list is whole' }),
  });
  app.get(
    CODES_PATH,
    {
      config: { access: open },
      schema: {
        operationId: 'listCodes',
        summary: 'Every code of this API',
        tags: ['description'],
        response: { 200: list },
      },
    },
    () => ({ items, nextCursor: null }),
  );
  app.get<{ Params: { code: string } }>(
    `${CODES_PATH}/:code`,
    {
      config: { access: open, codes: ['NOT_FOUND'] },
      schema: {
        operationId: 'getCode',
        summary: 'What a code means and what to do about it',
        tags: ['description'],
        params: Type.Object({ code: Type.String() }),
        response: { 200: CodeSchema },
      },
    },
    ({ params }) => {
      const found = items.find(({ code }) => code === params.code);
      if (found === undefined) throw rejection('NOT_FOUND', 'there is no such code');
      return found;
    },
  );
}
