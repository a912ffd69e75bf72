/** GET /v1/chains/{chain}/transactions/{id}: query a transaction, with its outcome. */

import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { TransactionView } from '@stele/protocol';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf, pathIn } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { TransactionParameters } from '../parameters.ts';
import { LinksSchema, TransactionSchema } from '../views/schemas.ts';

export function addReadRoutes(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/transactions/:id',
    {
      config: {
        access: context.entries,
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'TRANSACTION_UNKNOWN'],
      },
      schema: {
        operationId: 'getTransaction',
        summary: 'A transaction that is in the log, with its outcome and effects',
        tags: ['ledger'],
        params: TransactionParameters,
        response: { 200: Type.Object({ ...TransactionSchema.properties, links: LinksSchema }) },
      },
    },
    async ({ params }) => {
      const api = await ledgerOf(context, params.chain);
      return present(context, await api.transaction(params.id));
    },
  );
}

function present(context: LedgerContext, transaction: TransactionView): object {
  return { ...transaction, links: transactionLinks(context, transaction) };
}

/** Where a transaction that is in the log, its block and its proof are found. A refused one proves nothing. */
export function transactionLinks(
  context: LedgerContext,
  { id, height, code }: { readonly id: string; readonly height?: number; readonly code?: string },
): Readonly<Record<string, string>> {
  const self = pathIn(context, 'transactions', id);
  return {
    self,
    ...(height === undefined ? {} : { block: pathIn(context, 'blocks', height) }),
    ...(height === undefined || code !== '' ? {} : { proof: `${self}/proof` }),
  };
}
