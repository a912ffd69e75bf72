/**
 * POST /v1/chains/{chain}/transactions/prepare: builds a body for somebody else to sign, and says what it would do. The key never
 * leaves the caller, who should check the body before signing, as the SDK does.
 */

import { CALLS_MAX, type JsonObject, PAYLOADS_MAX, VALIDITY_MS_MAX } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { LEDGER_STATE_CODES, PREPARE_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { ChainParameters, principal } from '../parameters.ts';
import { PayloadRootSchema, PreparedSchema } from '../views/schemas.ts';

const principals = Type.Array(principal, { minItems: 1, maxItems: 16 });

const PrepareSchema = Type.Object({
  calls: Type.Array(
    Type.Object({
      contract: Type.String({ maxLength: 32 }),
      method: Type.String({ maxLength: 32 }),
      args: Type.Unsafe<JsonObject>({ type: 'object', description: 'by name' }),
      actors: Type.Optional(principals),
    }),
    { minItems: 1, maxItems: CALLS_MAX },
  ),
  signers: Type.Optional(
    Type.Array(principal, {
      minItems: 1,
      maxItems: 16,
      description: 'the actors of every call that names none',
    }),
  ),
  payer: Type.Optional(principal),
  validForMs: Type.Optional(Type.Integer({ minimum: 1, maximum: VALIDITY_MS_MAX })),
  payloads: Type.Optional(Type.Array(PayloadRootSchema, { maxItems: PAYLOADS_MAX })),
});

export function addPrepareRoutes(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/chains/:chain/transactions/prepare',
    {
      config: {
        access: { kind: 'scope', scope: 'ledger:submit' },
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', ...PREPARE_CODES],
      },
      schema: {
        operationId: 'prepareTransaction',
        summary: 'Builds a transaction to be signed, and says what it would do; records nothing',
        tags: ['ledger'],
        params: ChainParameters,
        body: { content: { 'application/json': { schema: PrepareSchema } } },
        response: { 200: PreparedSchema },
      },
    },
    async ({ params, body }) => {
      const api = await ledgerOf(context, params.chain);
      // Checked by the schema above; Fastify does not carry types of bodies that are listed by content.
      return api.prepare(body as Static<typeof PrepareSchema>);
    },
  );
}
