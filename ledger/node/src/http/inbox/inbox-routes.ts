/**
 * GET /v1/chains/{chain}/inbox, …/inbox/{id}; DELETE …/inbox/{id}: transactions that wait for signatures. For whoever has a key: what
 * waits is no entry, and nobody's business but that of those who deal with each other.
 */

import type { PendingView } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf, pathIn } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { PARTY_QUERY_CHARACTERS_MAX } from '../limits.ts';
import { ChainParameters, principalUpTo, TransactionParameters } from '../parameters.ts';
import { PendingSchema } from '../views/asset-schemas.ts';
import { LinksSchema } from '../views/schemas.ts';
import { submitterOf } from './submitter.ts';

const tags = ['ledger'];
const codes = [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN'];
const Pending = Type.Object({ ...PendingSchema.properties, links: LinksSchema });

export function addInboxRoutes(scope: FastifyInstance, context: LedgerContext): void {
  addList(scope, context);
  addOne(scope, context);
  addWithdraw(scope, context);
}

function addList(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/inbox',
    {
      config: { access: { kind: 'key' }, codes: [...codes, 'PRINCIPAL_MALFORMED'] },
      schema: {
        operationId: 'listInbox',
        summary: 'Transactions that wait for a signature of an account',
        tags,
        params: ChainParameters,
        querystring: Type.Object({ account: principalUpTo(PARTY_QUERY_CHARACTERS_MAX) }),
        response: { 200: Type.Object({ items: Type.Array(Pending) }) },
      },
    },
    async ({ params, query }) => {
      const api = await ledgerOf(context, params.chain);
      const items = await api.inbox(query);
      return { items: items.map((one) => present(context, one)) };
    },
  );
}

function addOne(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/inbox/:id',
    {
      config: { access: { kind: 'key' }, codes: [...codes, 'PENDING_UNKNOWN'] },
      schema: {
        operationId: 'getPending',
        summary: 'A transaction that waits for signatures',
        tags,
        params: TransactionParameters,
        response: { 200: Pending },
      },
    },
    async ({ params }) => {
      const api = await ledgerOf(context, params.chain);
      return present(context, await api.pending(params.id));
    },
  );
}

function addWithdraw(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    '/v1/chains/:chain/inbox/:id',
    {
      config: {
        access: { kind: 'scope', scope: 'ledger:submit' },
        codes: [...codes, 'PENDING_UNKNOWN', 'NOT_SUBMITTER', 'STORAGE_FULL'],
      },
      schema: {
        operationId: 'withdrawPending',
        summary: 'Takes a transaction back that this caller has handed in',
        tags,
        params: TransactionParameters,
        response: { 204: { description: 'It is gone' } },
      },
    },
    async ({ params, caller }, reply) => {
      const api = await ledgerOf(context, params.chain);
      await api.withdraw(params.id, submitterOf(caller));
      return reply.code(204).send();
    },
  );
}

function present(context: LedgerContext, pending: PendingView): object {
  const links = {
    self: pathIn(context, 'inbox', pending.id),
    signatures: pathIn(context, 'transactions', pending.id, 'signatures'),
  };
  return { ...pending, links };
}
