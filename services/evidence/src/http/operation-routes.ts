/** For the operator: the rows of the service's store, which `stele backup` takes; deriving search anew. */

import { Readable } from 'node:stream';
import { encode } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { ALL_ROWS } from '../store/key-space.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { SEARCH_CODES } from './catalogue.ts';
import { searchOff } from './search-off.ts';
import type { ServiceContext } from './context.ts';

const admin = { kind: 'scope', scope: 'admin' } as const;

export function addOperationRoutes(scope: FastifyInstance, context: ServiceContext): void {
  addBackup(scope, context);
  addShow(scope, context);
  addRebuild(scope, context);
}

function addBackup(scope: FastifyInstance, { store }: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/backups/service',
    {
      config: { access: admin, codes: [] },
      schema: {
        operationId: 'backUpService',
        summary: 'Customers, hashed keys, encrypted notes and tokens, as one moment had them',
        tags: ['operation'],
        response: {
          200: {
            description: 'RFC 8742: [key, value] as byte strings, in the order of keys',
            content: { 'application/cbor-seq': { schema: Type.Unknown() } },
          },
        },
      },
    },
    (_, reply) => reply.type('application/cbor-seq').send(Readable.from(sequence(store))),
  );
}

const LagSchema = Type.Object({
  status: Type.Enum(['following', 'catching-up', 'unavailable', 'foreign', 'off']),
  logSize: Type.Integer(),
  behindEntries: Type.Integer(),
  behindMs: Type.Integer(),
  reason: Type.Optional(Type.String()),
});

function addShow(scope: FastifyInstance, { projection }: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/projection',
    {
      config: { access: admin, codes: [] },
      schema: {
        operationId: 'getProjection',
        summary: 'How far search and usage have followed the ledger',
        tags: ['operation'],
        response: { 200: LagSchema },
      },
    },
    () => projection?.lag() ?? { status: 'off', logSize: 0, behindEntries: 0, behindMs: 0 },
  );
}

function addRebuild(scope: FastifyInstance, { projection }: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/projection/rebuild',
    {
      config: { access: admin, codes: [...SEARCH_CODES, 'PROJECTION_FOREIGN'] },
      schema: {
        operationId: 'rebuildProjection',
        summary: 'Drops what search reads and begins to derive it again from log and notes',
        tags: ['operation'],
        response: { 202: Type.Object({ status: Type.String(), behindEntries: Type.Integer() }) },
      },
    },
    async (_, reply) => {
      if (projection === undefined) throw searchOff();
      await projection.rebuild();
      const { status, behindEntries } = projection.lag();
      return reply.code(202).send({ status, behindEntries });
    },
  );
}

/** LevelDB reads a range as it was when the range was opened. */
async function* sequence(store: ServiceStore): AsyncGenerator<Uint8Array> {
  for await (const [key, value] of store.range(...ALL_ROWS)) yield encode([key, value]);
}
