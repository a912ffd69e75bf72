/** POST /v1/chains/{chain}/transactions/{id}/signatures: adds signatures to a transaction that waits; the last one submits it. */

import { fromBase64url } from '@stele/base';
import type { Signature } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { COLLECT_CODES, LEDGER_STATE_CODES, SUBMIT_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { WAIT_MS_DEFAULT } from '../limits.ts';
import { TransactionParameters } from '../parameters.ts';
import { SignaturesSchema } from '../transactions/json-submission.ts';
import { waitQuery } from '../transactions/submit-query.ts';
import { answerCollected, collectedAnswers } from './collect-answers.ts';

const AddSchema = Type.Object({ signatures: SignaturesSchema });

export function addSignatureRoutes(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/chains/:chain/transactions/:id/signatures',
    {
      config: {
        access: { kind: 'scope', scope: 'ledger:submit' },
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', ...COLLECT_CODES, ...SUBMIT_CODES],
      },
      schema: {
        operationId: 'addSignatures',
        summary: 'Adds signatures to a transaction that waits for them; the last one submits it',
        tags: ['ledger'],
        params: TransactionParameters,
        querystring: Type.Object(waitQuery),
        body: { content: { 'application/json': { schema: AddSchema } } },
        response: collectedAnswers,
      },
    },
    async ({ params, query, body }, reply) => {
      const api = await ledgerOf(context, params.chain);
      const { wait = 'committed', timeoutMs = WAIT_MS_DEFAULT } = query;
      const signatures = signaturesOf(body as Static<typeof AddSchema>);
      const result = await api.addSignatures(params.id, signatures, { wait, timeoutMs });
      return answerCollected(context, reply, { result, wait });
    },
  );
}

function signaturesOf({ signatures }: Static<typeof AddSchema>): readonly Signature[] {
  return signatures.map(({ algorithm, key, signature }) => ({
    algorithm,
    key: fromBase64url(key),
    signature: fromBase64url(signature),
  }));
}
