/** GET /v1/me: whose key this is and what it may do, so that an integrator can tell a wrong key from a wrong request. */

import { assert } from '@stele/base';
import { SCOPES } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

const MeSchema = Type.Object({
  kind: Type.Literal('key'),
  id: Type.String({ description: 'the visible part of the key' }),
  name: Type.String(),
  scopes: Type.Array(Type.Enum([...SCOPES])),
});

export function addMeRoutes(scope: FastifyInstance): void {
  scope.get(
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
      return { kind: 'key' as const, id: caller.keyId, name: caller.name, scopes: caller.scopes };
    },
  );
}
